import os
import signal
from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from almoner.core.leases import take_lease
from almoner.core.work import (
    WORKERS_A_TASK_MAY_KILL,
    at_work,
    revive_lost_tasks,
    worker_lease,
)
from tests.core.naps import nap
from tests.factories import NOON
from tests.processes import start, wait_for

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def running(*workers):
    return DBTaskResult.objects.create(
        status="RUNNING",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="tests.core.naps.jump",
        backend_name="default",
        worker_ids=list(workers),
        started_at=NOON,
        run_after=NOON,
    )


def status_of(task):
    task.refresh_from_db()
    return task.status


def test_a_task_whose_worker_lives_is_left_alone():
    task = running("alive")
    take_lease(worker_lease("alive"), holder="alive", until=NOON + MINUTE, at=NOON)

    assert revive_lost_tasks(at=NOON + MINUTE - timedelta(microseconds=1)) == 0
    assert status_of(task) == "RUNNING"


def test_a_task_whose_worker_shows_no_life_is_queued_again():
    task = running("dead")
    take_lease(worker_lease("dead"), holder="dead", until=NOON + MINUTE, at=NOON)

    assert revive_lost_tasks(at=NOON + MINUTE) == 1
    assert status_of(task) == "READY"


def test_a_task_that_takes_worker_after_worker_with_it_is_given_up():
    task = running(*"abc"[:WORKERS_A_TASK_MAY_KILL])

    assert revive_lost_tasks(at=NOON) == 0
    assert status_of(task) == "FAILED"
    assert task.exception_class_path == "almoner.core.work.WorkerLost"


def test_a_worker_that_starts_looks_out_for_lost_tasks():
    task = running("dead")

    with at_work("alive"):
        assert status_of(task) == "READY"


def start_worker(home):
    return start("-m", "almoner.cli", "worker", "--lease", "2", home=home)


@pytest.mark.django_db(transaction=True)
def test_the_task_of_a_worker_that_was_killed_is_done_by_another(tmp_path):
    nap.enqueue(str(tmp_path))
    killed = start_worker(tmp_path)
    wait_for((tmp_path / "begun").exists)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert DBTaskResult.objects.get().status == "RUNNING"

    second = start_worker(tmp_path)
    try:
        wait_for((tmp_path / "done").exists)
        wait_for(lambda: DBTaskResult.objects.get().status == "SUCCESSFUL")
    finally:
        second.terminate()
        second.communicate()
    assert len(DBTaskResult.objects.get().worker_ids) == 2
