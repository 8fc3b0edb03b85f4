"""Background work that survives its worker: a task whose worker died is run again.

So a task may be run twice. It does what a second run would find done already.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from .clock import server_now
from .leases import LASTING, holding, live_leases

Task: TypeAlias = DBTaskResult[..., object]

KEPT = timedelta(days=14)
WORKERS_A_TASK_MAY_KILL = 3


class WorkerLost(Exception):
    """Every worker that ran this task died while it did."""


def worker_lease(worker_id: str) -> str:
    return f"worker:{worker_id}"


@contextmanager
def at_work(worker_id: str, *, lasting: timedelta = LASTING) -> Iterator[None]:
    """Show that a worker is alive meanwhile, and look out for the tasks of those that are not."""

    def look_out() -> None:
        revive_lost_tasks(at=server_now())

    look_out()
    with holding(worker_lease(worker_id), holder=worker_id, lasting=lasting, at_each_beat=look_out):
        yield


def revive_lost_tasks(*, at: datetime) -> int:
    """Put back in the queue the tasks whose worker is gone, and say how many those were.

    A task that has taken several workers with it is given up as failed.
    """
    lost = [task.pk for task in _running() if not _has_live_worker(task, at=at)]
    return sum(_revive(key, at=at) for key in lost)


def forget_finished_tasks(*, at: datetime) -> int:
    finished = DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT)
    return finished.delete()[0]


def _running() -> list[Task]:
    return list(DBTaskResult.objects.running())


def _has_live_worker(task: Task, *, at: datetime) -> bool:
    return live_leases(at=at).filter(name=worker_lease(task.worker_ids[-1])).exists()


def _revive(key: UUID, *, at: datetime) -> bool:
    with transaction.atomic():  # noqa: TID251 - the queue's own table, as its worker writes it
        task = DBTaskResult.objects.running().select_for_update().filter(pk=key).first()
        if task is None or _has_live_worker(task, at=at):
            return False
        if len(task.worker_ids) >= WORKERS_A_TASK_MAY_KILL:
            task.set_failed(WorkerLost(f"{len(task.worker_ids)} workers died of it"))
            return False
        task.status = "READY"
        task.save(update_fields=["status"])
    return True
