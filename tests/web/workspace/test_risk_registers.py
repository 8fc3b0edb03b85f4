from datetime import timedelta

import pytest
import time_machine

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.risks.models import Risk
from almoner.risks.subjects import programme_named
from tests.actions.factories import ActionFactory
from tests.boards.factories import AFTER, held
from tests.commissions.factories import case
from tests.factories import DAY, NOON
from tests.risks.factories import AssessmentFactory, risk
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in
from tests.web.workspace.test_risks import LIST, said

pytestmark = pytest.mark.django_db
MOVEMENT = f"{LIST}movement/"
PROGRAMME = f"{LIST}programmes/support-victims/"
TODAY = {"valid_from": DAY, "recorded_at": NOON}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def approver(client):
    return signed_in(client, Role.APPROVER)


def test_a_programme_has_a_register_of_its_own_and_risks_are_recorded_in_it(client, approver):
    assert "Nobody has recorded a risk of this objective" in read(client, PROGRAMME)
    about = programme_named("support-victims")

    assert f'href="{PROGRAMME}"' in read(client, f"{LIST}new/?about={about}")
    client.post(f"{LIST}new/?about={about}", said(approver))

    recorded = Risk.objects.get()
    assert recorded.about == about
    page = read(client, PROGRAMME)
    assert str(recorded) in page
    assert "Supporting victims and witnesses" in page
    assert str(recorded) in read(client, f"{LIST}?of=programme.support-victims")
    assert str(recorded) not in read(client, f"{LIST}?of=cases")
    read(client, f"{LIST}programmes/never-heard-of/", status=404)
    read(client, f"{LIST}new/?about={programme_named('never-heard-of')}", status=403)


def test_what_moved_since_a_day_is_listed_with_both_scores(client, approver):
    one, fresh = risk(2, 2), risk(4, 4, **TODAY)
    AssessmentFactory(risk=one, current_likelihood=5, current_impact=4, **TODAY)
    since = DAY - timedelta(days=7)

    page = read(client, f"{MOVEMENT}?since={since}")

    assert page.index(str(one)) < page.index(str(fresh))
    assert "From the end of 25 February 2026 to the end of 4 March 2026" in page
    assert "not open" in page
    assert "No risk of this register was open" in read(client, f"{MOVEMENT}?since={since}&of=cases")
    assert "yet to come" in read(client, f"{MOVEMENT}?until={DAY + timedelta(days=1)}")
    assert "It is after the other day" in read(client, f"{MOVEMENT}?since={DAY}&until={since}")
    assert "From the end of 2 February 2026" in read(client, f"{MOVEMENT}?since=soon")


def test_unless_somebody_says_otherwise_what_moved_since_the_board_met_is_listed(client):
    held()
    with time_machine.travel(AFTER + timedelta(days=5), tick=False):
        signed_in(client, Role.APPROVER)

        assert "From the end of 17 March 2026" in read(client, MOVEMENT)


def test_registers_ask_as_much_of_the_database_for_many_as_for_one(client, approver):
    about = programme_named("support-victims")
    risk(5, 5, about=about)
    few = [queries_of(client, PROGRAMME), queries_of(client, MOVEMENT)]

    for _more in range(4):
        AssessmentFactory(risk=risk(5, 5, about=about), **TODAY)

    assert [queries_of(client, PROGRAMME), queries_of(client, MOVEMENT)] == few


def test_a_risk_over_appetite_says_so_until_it_is_treated_and_names_its_board(client, approver):
    one = risk(2, 5, category="safeguarding", target_likelihood=1, target_impact=4)
    address = f"{LIST}{one}/"

    page = read(client, address)
    assert "It scores 10, and the body bears 4 of this kind of risk." in page
    assert "Open an action" in page
    assert "For the Oversight Board since" in page
    assert "4: likelihood 1 Remote, impact 4 Major" in page
    assert "Over appetite</strong>" in read(client, f"{LIST}?level=over")

    ActionFactory(source=f"risks.risk:{one}")
    assert "an action under way is to bring it in" in read(client, address)


def test_a_target_is_whole_and_no_higher_than_the_risk_is_now(client, approver):
    half = body_of(client.post(f"{LIST}new/", said(approver, target_likelihood="1")))
    higher = {"target_likelihood": "5", "target_impact": "5"}

    assert "Choose both parts of the target, or neither." in half
    assert "Choose no higher score" in body_of(client.post(f"{LIST}new/", said(approver, **higher)))
    nothing = body_of(client.post(f"{LIST}new/", said(approver, category="")))
    assert "Choose what kind of risk it is." in nothing
    assert not Risk.objects.exists()


def test_a_risk_of_a_restricted_case_is_quiet_in_every_register_and_its_reads_are_noted(client):
    about = f"commissions.commission:{case(is_restricted=True)}"
    secret = risk(5, 5, about=about, event="A refuge is named")
    signed_in(client, Role.PUBLISHER)

    for address in (LIST, PROGRAMME, MOVEMENT):
        page = read(client, address)
        assert "A refuge is named" not in page
        assert about.partition(":")[2] not in page
    read(client, f"{LIST}{secret}/", status=403)
    assert AccessEntry.objects.get(about=f"risks.risk:{secret}").outcome == "refused"
