from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.core.due import due_to
from almoner.outbox.models import Message
from almoner.registers.due_editions import duties_kept, duty_called
from almoner.registers.models import Preparation
from almoner.registers.operations import propose_authority
from almoner.registers.tasks import draft_editions
from tests.factories import DAY, NOON, UserFactory, official
from tests.registers.publishing import approve, drafted, issue, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("duties")]
DUE = date(2026, 3, 20)  # twenty days after February


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def prepared():
    return set(Preparation.objects.values_list("duty", "period"))


def test_editions_are_drafted_when_their_period_has_ended_and_once():
    assert draft_editions(NOON) == "6 drafted"

    assert prepared() == {
        ("spend", "2026-02"),
        ("contracts", "2026-02"),
        ("grants", "2026-02"),
        ("spend-over-500", "2025-26-Q3"),
        ("contracts-small", "2025-26-Q3"),
        ("spend-yearly", "2024-25"),
    }
    assert draft_editions(NOON) == "0 drafted"


def test_periods_that_were_missed_are_caught_up_and_a_hole_is_filled():
    issue("spend", "2025-10")
    issue("spend", "2025-12")

    draft_editions(NOON)

    periods = Preparation.objects.filter(duty="spend", state="drafted").order_by("period")
    assert [one.period for one in periods] == ["2025-11", "2026-01", "2026-02"]


def test_standing_is_counted_from_the_first_period_that_is_missing():
    issue("spend", "2025-10")
    issue("spend", "2025-12")

    kept = next(one for one in duties_kept(on=DAY) if one.duty.code == "spend")

    assert kept.latest is not None
    assert kept.standing is not None
    assert (kept.latest.period, str(kept.standing.period)) == ("2025-12", "2025-11")
    assert str(kept.standing) == "74 days late"


def test_the_owners_are_told_of_a_draft_of_the_house():
    owner = official(Role.FINANCE)
    official(Role.AUDITOR)

    preparation = drafted()

    told = Message.objects.get()
    assert (told.to_actor, told.topic) == (owner.actor, "edition-drafted")
    assert told.subject == "To review and submit: Payments to suppliers (February 2026)"
    assert f"/workspace/editions/{preparation}/" in told.body
    assert "20 March 2026" in told.body


def due(person, *, on=DAY):
    return [item.what for item in due_to(worker_of(person, on=on), on=on)]


TO_SUBMIT = "Review and submit an edition: Payments to suppliers (February 2026)"
TO_APPROVE = "Approve an edition: Payments to suppliers (February 2026)"


def test_my_work_shows_an_edition_to_its_owner_and_when_late_to_deputy_and_approver():
    people = [official(role) for role in (Role.FINANCE, Role.AGREEMENT_MANAGER, Role.APPROVER)]
    drafted()

    assert [due(person) for person in people] == [[TO_SUBMIT], [], []]
    on_the_day = [due(person, on=DUE) for person in people]
    assert on_the_day == [[TO_SUBMIT], [TO_SUBMIT], []]
    late = DUE + timedelta(days=1)
    assert [due(person, on=late) for person in people] == [[TO_SUBMIT]] * 3


def test_my_work_shows_what_is_submitted_to_publishers_who_did_not_make_it():
    author, other = official(Role.PUBLISHER), official(Role.PUBLISHER)
    ready = submitted(by=author)

    assert (due(author), due(other)) == ([], [TO_APPROVE])
    approve(ready)
    assert due(other) == []


def test_my_work_shows_a_proposed_authority_to_the_other_publishers():
    author, other = official(Role.PUBLISHER), official(Role.PUBLISHER)
    propose_authority(
        duty_called("spend", on=DAY), valid_from=DAY, valid_to=DAY, by=author, at=NOON
    )

    assert (due(author), due(other)) == ([], ["Confirm or refuse a standing authority: spend"])
    assert due(UserFactory()) == []


def test_what_is_due_takes_as_many_questions_for_many_editions_as_for_one():
    worker = worker_of(official(Role.PUBLISHER), on=DAY)
    drafted("grants")

    def asked():
        with CaptureQueriesContext(connection) as questions:
            found = due_to(worker, on=DAY)
        return len(found), len(questions)

    few = asked()
    draft_editions(NOON)

    assert (few[0], asked()) == (1, (5, few[1]))
