from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from almoner.accounts.roles import Role
from almoner.core.actors import OPERATOR
from almoner.registers.due_editions import duty_called
from almoner.registers.models import Edition, Preparation, StandingAuthority
from almoner.registers.operations import grant_authority_as_operator
from almoner.registers.tasks import review_editions
from tests.factories import DAY, NOON, official
from tests.registers.findings import CLEAN, CLIENT, held
from tests.registers.publishing import drafted, duties_of_wexmoor, issue, submitted
from tests.web.public.published import publish, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wexmoor(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with duties_of_wexmoor(), time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        publish(tmp_path)
        yield


def sign_in(client, *roles):
    person = official(*roles)
    client.force_login(person)
    return person


def see(client, name, *about, status=200):
    response = client.get(reverse(f"workspace:{name}", args=about))
    assert response.status_code == status
    return response.text


def send(client, name, *about, status=302, **said):
    response = client.post(reverse(f"workspace:{name}", args=about), said)
    assert response.status_code == status
    return response


def test_the_list_says_of_each_duty_how_it_stands_and_what_is_on_its_way(client):
    issue("grants", "2025-12")
    preparation = drafted()
    sign_in(client, Role.AUDITOR)

    page = see(client, "editions")

    assert "12 days late" in page
    assert "January 2026 was due on 20 February 2026" in page
    assert "not published here yet" in page
    assert reverse("workspace:edition", args=[preparation]) in page
    assert 'href="/editions/grants/2025-12/1/"' in page


def test_strangers_to_the_house_are_refused_the_list(client):
    sign_in(client)

    see(client, "editions", status=403)
    see(client, "authorities", status=403)


def test_the_list_asks_as_much_of_the_database_for_many_editions_as_for_one(client):
    sign_in(client, Role.PUBLISHER)
    drafted()
    few = queries_of(client, reverse("workspace:editions"))

    for code in ("grants", "contracts"):
        drafted(code)
        issue(code, "2026-01")

    assert queries_of(client, reverse("workspace:editions")) == few


def test_a_draft_shows_its_rows_and_what_they_do_not_say(client):
    preparation = drafted()
    sign_in(client, Role.FINANCE)

    page = see(client, "edition", preparation)

    assert "2 rows." in page
    assert "amount is negative: 1" in page
    assert "There is no earlier edition to compare with" in page
    assert "Drafted by itself on 4 March 2026." in page
    assert "To be out by" in page
    assert "Submit it" in page


def test_a_period_without_rows_says_so(client):
    sign_in(client, Role.FINANCE)

    page = see(client, "edition", drafted("grants"))

    assert "there is nothing to report" in page
    assert "You cannot submit this edition" in page


def test_an_edition_is_submitted_on_its_page(client):
    preparation = drafted()
    person = sign_in(client, Role.FINANCE)

    assert "2 rows." in see(client, "submit-edition", preparation)
    send(client, "submit-edition", preparation)

    preparation.refresh_from_db()
    assert (preparation.state, preparation.submitted_by) == ("submitted", person)
    assert "Only a publisher approves an edition." in see(client, "edition", preparation)


def test_another_publisher_approves_and_the_public_sees_it(client):
    preparation = submitted()
    sign_in(client, Role.PUBLISHER)

    assert "2 rows were submitted." in see(client, "approve-edition", preparation)
    send(client, "approve-edition", preparation, seen=preparation.digest)

    edition = Edition.objects.get()
    page = see(client, "edition", preparation)
    assert "Approved by" in page
    assert str(edition) in page
    client.logout()
    public = client.get("/editions/spend/2026-02/1/").text
    assert "Payments to suppliers, February 2026" in public
    assert "SI 2011/3050 sch. para. 3(g)" in public


def test_who_submitted_is_told_why_they_do_not_approve(client):
    person = sign_in(client, Role.PUBLISHER)
    preparation = submitted(by=person)

    assert "another publisher must approve it" in see(client, "edition", preparation)
    assert "another publisher" in see(client, "approve-edition", preparation, status=403)


def test_an_approver_is_told_when_the_facts_have_changed(client, tmp_path):
    preparation = submitted()
    publish(tmp_path, ["Late Trust,2026-02-20,5.00,Grants,Late"], name="late.csv")
    sign_in(client, Role.PUBLISHER)

    answer = send(client, "approve-edition", preparation, seen=preparation.digest, status=409)

    assert "The facts have changed" in answer.text
    assert "The facts changed after it was submitted" in see(client, "edition", preparation)


def test_an_approval_of_other_rows_than_were_seen_is_refused(client):
    preparation = submitted()
    sign_in(client, Role.PUBLISHER)

    answer = send(client, "approve-edition", preparation, seen="0" * 64, status=409)

    assert "submitted again since you looked" in answer.text
    assert send(client, "approve-edition", preparation, status=200)


def test_an_edition_goes_back_with_a_reason(client):
    preparation = submitted()
    sign_in(client, Role.PUBLISHER)

    assert "Error" in send(client, "send-edition-back", preparation, status=200).text
    send(client, "send-edition-back", preparation, reason="Two rows twice")

    assert "Two rows twice" in see(client, "edition", preparation)


def test_a_period_that_is_over_is_begun_by_whoever_may_submit_it(client):
    issue("grants", "2025-12")
    begin = reverse("workspace:begin-edition", args=["grants", "2026-01"])
    sign_in(client, Role.AUDITOR)
    assert begin not in see(client, "editions")

    sign_in(client, Role.PUBLISHER)
    assert begin in see(client, "editions")
    assert "January 2026" in see(client, "begin-edition", "grants", "2026-01")
    send(client, "begin-edition", "grants", "2026-01")

    begun = Preparation.objects.get(edition=None)
    assert (begun.period, begun.state) == ("2026-01", "drafted")
    assert begin not in see(client, "editions")
    see(client, "begin-edition", "grants", "2026-01", status=302)


@pytest.mark.parametrize(
    ("period", "says"), [("2026-02", "This period is published"), ("2026-03", "has not ended")]
)
def test_what_cannot_be_begun_says_why(client, period, says):
    issue("spend", "2026-02")
    sign_in(client, Role.PUBLISHER)

    page = send(client, "begin-edition", "spend", period, status=200)

    assert says in page.text


@pytest.mark.parametrize("period", ["2026-27-Q1", "nonsense"])
def test_no_edition_is_begun_of_what_is_no_period_of_the_duty(client, period):
    sign_in(client, Role.PUBLISHER)

    see(client, "begin-edition", "spend", period, status=404)


def test_a_published_period_is_corrected_or_the_correction_withdrawn(client):
    issue()
    correct = reverse("workspace:correct-edition", args=["spend", "2026-02"])
    sign_in(client, Role.AUDITOR)
    assert correct not in see(client, "editions")
    sign_in(client, Role.PUBLISHER)

    assert correct in see(client, "editions")
    assert "edition 1" in see(client, "correct-edition", "spend", "2026-02")
    send(client, "correct-edition", "spend", "2026-02", reason="A late invoice")

    begun = Preparation.objects.get(edition=None)
    page = see(client, "edition", begun)
    assert "A late invoice" in page
    assert "0 added, 0 changed, 0 gone" in page
    see(client, "correct-edition", "spend", "2026-02", status=302)
    assert "stays as it is" in see(client, "withdraw-edition", begun)
    send(client, "withdraw-edition", begun)
    begun.refresh_from_db()
    assert begun.state == "withdrawn"


@pytest.mark.parametrize(("code", "period"), [("spend", "2026-01"), ("rumours", "2026-01")])
def test_nothing_is_corrected_that_was_not_published(client, code, period):
    sign_in(client, Role.PUBLISHER)

    see(client, "correct-edition", code, period, status=404)


def test_an_editions_reference_leads_to_its_public_page(client):
    sign_in(client, Role.AUDITOR)

    response = client.get(reverse("workspace:published-edition", args=[issue()]))

    assert response["Location"] == "/editions/spend/2026-02/1/"


# Authorities


DAYS = {
    "valid_from_day": "4",
    "valid_from_month": "3",
    "valid_from_year": "2026",
    "valid_to_day": "31",
    "valid_to_month": "3",
    "valid_to_year": "2026",
}


def test_an_authority_is_proposed_and_confirmed_by_another(client):
    assert sign_in(client, Role.PUBLISHER)
    assert "There is no standing authority" in see(client, "authorities")
    assert "Spending over £500" in see(client, "propose-authority")
    send(client, "propose-authority", duty="spend", **DAYS)
    authority = StandingAuthority.objects.get()
    assert "You proposed it" in see(client, "authority", authority)

    sign_in(client, Role.PUBLISHER)
    assert "Confirm the authority" in see(client, "authority", authority)
    send(client, "confirm-authority", authority)

    authority.refresh_from_db()
    assert authority.state == "in-force"
    assert str(authority) in see(client, "authorities")


def test_an_authority_that_ends_before_it_begins_is_an_error(client):
    sign_in(client, Role.PUBLISHER)

    answer = send(
        client, "propose-authority", duty="spend", **DAYS | {"valid_to_day": "3"}, status=200
    )

    assert "Give a last day that does not come before the first." in answer.text


def test_an_authority_that_would_be_over_already_is_an_error(client):
    sign_in(client, Role.PUBLISHER)
    last_year = {"valid_from_year": "2025", "valid_to_year": "2025"}

    answer = send(client, "propose-authority", duty="spend", **DAYS | last_year, status=200)

    assert "Give a last day that has not passed." in answer.text


def test_an_authority_is_refused(client):
    sign_in(client, Role.PUBLISHER)
    send(client, "propose-authority", duty="spend", **DAYS)
    sign_in(client, Role.PUBLISHER)

    send(client, "refuse-authority", StandingAuthority.objects.get())

    assert StandingAuthority.objects.get().state == "refused"


def test_the_operators_authority_is_shown_as_such_until_two_confirm(client):
    authority = grant_authority_as_operator(
        duty_called("spend", on=DAY),
        valid_to=DAY,
        named=official(Role.PUBLISHER),
        by=OPERATOR,
        at=NOON,
    )
    for confirmed in (0, 1):
        sign_in(client, Role.PUBLISHER)
        page = see(client, "authority", authority)
        assert f"own act: {confirmed} of 2 publishers have confirmed it" in page
        send(client, "confirm-authority", authority)

    assert "confirmed by two publishers" in see(client, "authority", authority)
    send(client, "end-authority", authority)
    authority.refresh_from_db()
    assert authority.state == "ended"


def test_the_list_of_authorities_asks_as_much_for_many_as_for_one(client):
    sign_in(client, Role.PUBLISHER)
    send(client, "propose-authority", duty="spend", **DAYS)
    few = queries_of(client, reverse("workspace:authorities"))

    for _ in range(3):
        send(client, "propose-authority", duty="grants", **DAYS)

    assert queries_of(client, reverse("workspace:authorities")) == few


def test_what_is_held_and_what_could_be_mended_is_shown_to_whoever_submits(client, tmp_path):
    sign_in(client, Role.PUBLISHER)
    held(tmp_path, CLEAN, CLEAN, *[CLIENT.replace("77.40", f"{n}.00") for n in range(1, 6)])
    preparation = drafted("spend")
    review_editions(NOON)

    for end in ("", "submit/"):
        page = " ".join(client.get(f"/workspace/editions/{preparation}/{end}").text.split())
        assert "nobody has found safe: 5 rows" in page
        assert "/workspace/findings/registers/spend/" in page
        assert "An earlier row says the same in everything" in page
