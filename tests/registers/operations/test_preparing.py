from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from almoner.accounts.roles import Role
from almoner.core.actors import NIGHTLY
from almoner.core.ledger import verify
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.periods import Month
from almoner.registers.due_editions import duty_called
from almoner.registers.models import Edition, Preparation
from almoner.registers.operations import (
    FactsChanged,
    approve_edition,
    begin_correction,
    draft_edition,
    lapse_submission,
    return_edition,
    submit_edition,
    withdraw_preparation,
)
from almoner.registers.states import PreparationState
from tests.factories import NOON, RoleHoldingFactory, official
from tests.guard import arranging
from tests.registers.files import PLAIN
from tests.registers.operations.test_editions import bring_in
from tests.registers.publishing import approve, drafted, issue, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("duties")]
FEBRUARY = Month(2026, 2)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def publisher(tmp_path):
    """A publisher who brought four payments in."""
    person = official(Role.PUBLISHER)
    bring_in(tmp_path, person)
    return person


def lines():
    return [line.kind for line in Event.objects.order_by("number") if "import" not in line.kind]


def test_an_edition_goes_from_draft_to_published_by_three_lines(publisher):
    draft = draft_edition(duty_called("spend", on=NOON.date()), FEBRUARY, by=NIGHTLY, at=NOON)
    ready = submit_edition(draft, by=official(Role.FINANCE), at=NOON)
    edition = approve_edition(ready, seen=ready.digest, by=publisher, at=NOON)

    done = Preparation.objects.get()
    assert (done.state, done.edition, done.approved_by) == ("approved", edition, publisher)
    assert lines() == ["edition.drafted", "edition.submitted", "edition.issued"]
    assert Event.objects.get(kind="edition.drafted").actor == "system:nightly"
    assert verify().count == 4


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AGREEMENT_MANAGER, Role.PUBLISHER])
def test_owner_deputy_and_publishers_submit(publisher, role):
    assert submit_edition(drafted(), by=official(role), at=NOON).state == "submitted"


def test_others_do_not_submit_or_begin(publisher):
    auditor, duty = official(Role.AUDITOR), duty_called("spend", on=NOON.date())

    with pytest.raises(
        PermissionDenied, match="“Finance officer”, “Grant or contract manager”, “Publisher”"
    ):
        draft_edition(duty, FEBRUARY, by=auditor, at=NOON)
    with pytest.raises(PermissionDenied):
        submit_edition(drafted(), by=auditor, at=NOON)


def test_who_submitted_does_not_approve(publisher):
    ready = submitted(by=publisher)

    with pytest.raises(PermissionDenied, match="You made this edition"):
        approve(ready, by=publisher)
    assert not Edition.objects.exists()


def test_who_began_a_correction_does_not_approve_it(publisher, tmp_path):
    issue()
    began = begin_correction(
        duty_called("spend", on=NOON.date()), FEBRUARY, reason="Late", by=publisher, at=NOON
    )
    ready = submit_edition(began, by=official(Role.FINANCE), at=NOON)

    with pytest.raises(PermissionDenied, match="You made this edition"):
        approve(ready, by=publisher)


def test_who_stands_in_for_the_author_does_not_approve(publisher):
    deputy = official()
    RoleHoldingFactory(holder=deputy, role=Role.PUBLISHER, in_place_of=publisher)

    with pytest.raises(PermissionDenied, match="You stand in for who made it"):
        approve(submitted(by=publisher), by=deputy)


def test_only_a_publisher_approves(publisher):
    with pytest.raises(PermissionDenied, match="Only a publisher approves"):
        approve(submitted(), by=official(Role.FINANCE))


def test_the_database_refuses_an_author_who_approves(publisher):
    ready = submitted(by=publisher)

    with arranging(), pytest.raises(IntegrityError, match="registers_author_does_not_approve"):
        Preparation.objects.filter(pk=ready.pk).update(approved_by=publisher)


def test_an_approval_lapses_if_the_facts_changed_since_the_submission(publisher, tmp_path):
    ready = submitted()
    bring_in(tmp_path, publisher, ["Lantern Co,2026-02-09,5,Grants,"], name="late.csv")

    with pytest.raises(FactsChanged, match="The facts have changed"):
        approve(ready)

    ready.refresh_from_db()
    assert ready.state == PreparationState.LAPSED
    assert lines()[-1] == "edition.lapsed"
    assert not Edition.objects.exists()
    again = submit_edition(ready, by=publisher, at=NOON)
    assert approve(again).row_count == 5


def test_what_changed_in_another_period_lets_an_approval_stand(publisher, tmp_path):
    ready = submitted()
    bring_in(tmp_path, publisher, ["Lantern Co,2026-01-09,5,Grants,"], name="late.csv")

    assert approve(ready).row_count == 4


def test_an_approver_who_saw_other_rows_is_told(publisher):
    ready = submitted()

    with pytest.raises(FactsChanged, match="submitted again since you looked"):
        approve_edition(ready, seen="0" * 64, by=official(Role.PUBLISHER), at=NOON)
    ready.refresh_from_db()
    assert ready.state == PreparationState.SUBMITTED


def test_an_edition_is_approved_once(publisher):
    ready = submitted()
    approve(ready)

    with pytest.raises(IllegalTransition):
        approve(ready)
    assert Edition.objects.count() == 1


def test_an_edition_that_was_sent_back_says_why_and_is_submitted_again(publisher):
    back = return_edition(submitted(), reason=" Two rows twice ", by=publisher, at=NOON)

    assert (back.state, back.returned_because) == ("returned", "Two rows twice")
    assert "Two rows" not in str(Event.objects.get(kind="edition.returned").facts)
    again = submit_edition(back, by=publisher, at=NOON)
    assert (again.state, again.returned_by, again.returned_because) == ("submitted", None, "")


def test_sending_back_takes_a_reason(publisher):
    with pytest.raises(ValidationError, match="Say why"):
        return_edition(submitted(), reason=" ", by=publisher, at=NOON)


def test_only_a_correction_is_withdrawn(publisher):
    with pytest.raises(PermissionDenied, match="This edition is due"):
        withdraw_preparation(drafted("grants"), by=publisher, at=NOON)

    issue()
    assert withdraw_preparation(drafted(), by=publisher, at=NOON).state == "withdrawn"
    assert drafted().state == "drafted"


@pytest.mark.parametrize(
    ("code", "period", "says"),
    [
        ("spend", Month(2026, 3), "2026-03 has not ended yet"),
        ("decisions", FEBRUARY, "decisions has no editions here"),
    ],
)
def test_what_cannot_be_yet_is_not_drafted(code, period, says):
    with pytest.raises(ValidationError, match=says):
        draft_edition(duty_called(code, on=NOON.date()), period, by=NIGHTLY, at=NOON)


def test_the_last_day_of_a_month_is_part_of_it():
    late = datetime(2026, 2, 28, 23, 59, tzinfo=UTC)

    with pytest.raises(ValidationError, match="has not ended yet"):
        drafted(at=late)
    assert drafted(at=late + timedelta(minutes=1)).state == "drafted"


def test_a_period_is_drafted_once_and_what_is_published_is_corrected(publisher):
    drafted()
    with pytest.raises(ValidationError):
        drafted()

    ready = submit_edition(Preparation.objects.get(), by=publisher, at=NOON)
    approve(ready)
    with pytest.raises(ValidationError, match="A mistake in it is corrected"):
        draft_edition(duty_called("spend", on=NOON.date()), FEBRUARY, by=NIGHTLY, at=NOON)


def test_a_correction_takes_a_reason_and_something_published(publisher):
    duty = duty_called("spend", on=NOON.date())

    with pytest.raises(ValidationError, match="nothing is corrected"):
        begin_correction(duty, FEBRUARY, reason="Late", by=publisher, at=NOON)
    with pytest.raises(ValidationError, match="Say what is put right"):
        begin_correction(duty, FEBRUARY, reason=" ", by=publisher, at=NOON)


def test_only_what_was_submitted_lapses(publisher):
    with pytest.raises(IllegalTransition):
        lapse_submission(drafted(), found="0" * 64, by=publisher, at=NOON)


def test_a_submission_counts_its_rows(publisher):
    assert submitted().row_count == len(PLAIN)
