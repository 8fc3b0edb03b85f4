"""Who hears of an edition that is not out, on which day, and once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.outbox.models import Message
from almoner.registers.ladder import LADDER, rungs_to_climb
from almoner.registers.models import Preparation
from almoner.registers.operations import climb_ladder
from almoner.registers.tasks import escalate_editions
from tests.factories import NOON, official
from tests.registers.publishing import approve, drafted, issue, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("duties")]
DUE = date(2026, 3, 20)  # twenty days after February
OWNER, DEPUTY, DIRECTOR = Role.FINANCE, Role.AGREEMENT_MANAGER, Role.APPROVER


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def people():
    """Of each role, somebody; and of another, who is never told."""
    official(Role.AUDITOR)
    return {official(role).actor: role for role in (OWNER, DEPUTY, DIRECTOR)}


def run(days, *, hour=1):
    """The night's run, so many days after the day on which February is due."""
    day = DUE + timedelta(days=days)
    return escalate_editions(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def told(people):
    letters = Message.objects.exclude(topic="edition-drafted").order_by("pk")
    return [(people[letter.to_actor], letter.topic) for letter in letters]


@pytest.mark.parametrize(
    ("days", "who"),
    [
        (-8, []),
        (-7, [(OWNER, "edition-due-soon")]),
        (-1, [(OWNER, "edition-due-soon")]),
        (0, [(DEPUTY, "edition-fell-due")]),
        (1, [(DEPUTY, "edition-fell-due"), (DIRECTOR, "edition-late")]),
        (40, [(DEPUTY, "edition-fell-due"), (DIRECTOR, "edition-late")]),
    ],
)
def test_on_its_first_run_the_night_tells_whoever_is_to_hear_by_that_day(people, days, who):
    drafted()

    run(days)

    assert told(people) == who


def test_night_by_night_owner_deputy_and_director_each_hear_once_and_in_that_order(people):
    drafted()

    for days in range(-10, 5):
        run(days)
        run(days, hour=22)

    assert told(people) == [
        (OWNER, "edition-due-soon"),
        (DEPUTY, "edition-fell-due"),
        (DIRECTOR, "edition-late"),
    ]
    lines = Event.objects.filter(kind__in=[rung.event for rung in LADDER]).order_by("number")
    assert [line.kind for line in lines] == [
        "edition.due-soon",
        "edition.fell-due",
        "edition.escalated",
    ]
    assert {line.facts["due_on"] for line in lines} == {str(DUE)}


def test_the_due_day_is_a_london_day(people):
    drafted()
    an_hour_before_midnight_in_london = datetime(2026, 3, 19, 23, tzinfo=UTC)

    escalate_editions(an_hour_before_midnight_in_london)
    assert told(people) == [(OWNER, "edition-due-soon")]
    escalate_editions(an_hour_before_midnight_in_london + timedelta(hours=1))
    assert told(people)[1:] == [(DEPUTY, "edition-fell-due")]


def test_what_is_submitted_and_not_approved_is_late_all_the_same(people):
    submitted()

    run(1)

    assert told(people) == [(DEPUTY, "edition-fell-due"), (DIRECTOR, "edition-late")]


def test_a_letter_says_what_is_due_when_and_where_to_do_it(people):
    preparation = drafted()

    run(-7)

    letter = Message.objects.get(topic="edition-due-soon")
    said = "Due on 20 March 2026: Payments to suppliers (February 2026)"
    assert letter.subject == said
    assert f"/workspace/editions/{preparation}/" in letter.body


def test_nobody_hears_of_what_is_out_or_of_a_correction_of_what_is_out(people):
    issue()
    drafted()  # a correction, since the period is out

    assert run(30) == "0 told of"
    assert told(people) == []


def test_a_rung_is_climbed_once_and_not_once_it_is_out():
    preparation, soon = drafted(), LADDER[0]
    climb_ladder(preparation, soon, by=official(), at=NOON)

    with pytest.raises(IllegalTransition):
        climb_ladder(preparation, soon, by=official(), at=NOON)
    approve(submitted("spend-over-500", "2025-26-Q3"))
    out = Preparation.objects.get(duty="spend-over-500")
    with pytest.raises(IllegalTransition):
        climb_ladder(out, soon, by=official(), at=NOON)


def test_it_takes_as_many_questions_for_many_editions_as_for_one():
    drafted("grants")
    with CaptureQueriesContext(connection) as few:
        list(rungs_to_climb(on=DUE))

    drafted("spend")
    drafted("contracts")
    with CaptureQueriesContext(connection) as many:
        assert len(list(rungs_to_climb(on=DUE))) == 3
    assert len(many) == len(few)
