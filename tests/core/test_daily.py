from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from almoner.core import batches, daily
from almoner.core.batches import BatchEvent, declare_batch_rows, open_batch, staging_alone
from almoner.core.daily import Outcome, declare_daily, run_steps, with_each
from almoner.core.leases import holding
from almoner.core.models import Event
from almoner.core.tasks import clear_sessions, forget_tasks, sweep
from almoner.core.work import KEPT
from tests.crowd import elsewhere
from tests.factories import NOON

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _no_steps(monkeypatch):
    monkeypatch.setattr(daily, "steps", {})


def test_run_steps_runs_each_in_the_order_of_their_names():
    declare_daily("2-second")(lambda at: f"at {at:%H:%M}")
    declare_daily("1-first")(lambda at: "done")

    assert list(run_steps(at=NOON)) == [Outcome("1-first", "done"), Outcome("2-second", "at 12:00")]


def test_a_step_that_fails_does_not_hold_the_others_up():
    def fail(at):
        raise OSError("no disk")

    declare_daily("1-first")(fail)
    declare_daily("2-second")(lambda at: "done")

    assert list(run_steps(at=NOON)) == [
        Outcome("1-first", "OSError: no disk", has_failed=True),
        Outcome("2-second", "done"),
    ]


def test_one_thing_that_is_wrong_holds_up_no_other_and_is_told_at_the_end():
    done = []

    with pytest.raises(ExceptionGroup) as told:
        with_each([0, 1, 2], lambda number: done.append(1 / number))

    assert done == [1.0, 0.5]
    assert [type(error) for error in told.value.exceptions] == [ZeroDivisionError]


def test_a_step_that_somebody_else_is_doing_is_left_to_them():
    declare_daily("1-first")(lambda at: "done twice")

    with holding("daily:1-first"):
        assert list(run_steps(at=NOON)) == [Outcome("1-first", "somebody else is doing it")]


def test_two_steps_cannot_share_a_name():
    declare_daily("1-first")(str)

    with pytest.raises(ValueError, match="Two steps are called '1-first'"):
        declare_daily("1-first")(str)


def test_sweep_discards_abandoned_batches_and_leaves_a_line(monkeypatch):
    monkeypatch.setattr(batches, "_rows", {})
    declare_batch_rows("spend")(lambda batch: [])
    open_batch(kind="spend", source_digest="a" * 64, at=NOON)

    assert sweep(NOON) == "1 swept away"
    assert sweep(NOON) == "0 swept away"
    line = Event.objects.get(kind=BatchEvent.DISCARDED)
    assert (line.actor, line.facts) == ("system:nightly", {"rows": "0"})


def test_sweep_leaves_alone_what_somebody_is_staging(monkeypatch):
    monkeypatch.setattr(batches, "_rows", {"spend": lambda batch: []})
    batch = open_batch(kind="spend", source_digest="a" * 64, at=NOON)

    with elsewhere(lambda: staging_alone("spend")):
        assert sweep(NOON) == "0 swept away"

    batch.refresh_from_db()
    assert batch.state == "staged"


def test_clear_sessions_clears_those_that_have_expired():
    Session.objects.create(session_key="old", expire_date=NOON - SECOND)
    Session.objects.create(session_key="new", expire_date=NOON)

    assert clear_sessions(NOON) == "1 cleared"
    assert Session.objects.get().session_key == "new"


def test_forget_tasks_forgets_those_that_ended_a_fortnight_ago():
    for ended in (NOON - KEPT - SECOND, NOON - KEPT):
        DBTaskResult.objects.create(
            status="SUCCESSFUL", args_kwargs={}, finished_at=ended, run_after=NOON
        )

    assert forget_tasks(NOON) == "1 forgotten"
