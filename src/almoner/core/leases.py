"""Leases: how processes that share nothing but the database see which of them are alive."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Event, Thread

from django.db import connection
from django.db.models import QuerySet
from django.db.utils import Error

from .clock import server_now
from .models import Lease
from .operations import bookkeeping

LASTING = timedelta(seconds=60)


@bookkeeping
def take_lease(name: str, *, holder: str, until: datetime, at: datetime) -> bool:
    """Take a lease, or renew one's own. False while somebody else's has not lapsed."""
    Lease.objects.get_or_create(name=name, defaults={"holder": holder, "until": at})
    lease = Lease.objects.select_for_update().filter(name=name).first()
    if lease is None or (lease.holder != holder and lease.until > at):
        return False  # held, or given up by its holder this very moment

    lease.holder, lease.until = holder, until
    lease.save(update_fields=["holder", "until"])
    return True


@bookkeeping
def give_up_lease(name: str, *, holder: str) -> None:
    Lease.objects.filter(name=name, holder=holder).delete()


def live_leases(*, at: datetime) -> QuerySet[Lease]:
    return Lease.objects.filter(until__gt=at)


@contextmanager
def holding(
    name: str,
    *,
    holder: str = "",
    lasting: timedelta = LASTING,
    at_each_beat: Callable[[], object] | None = None,
) -> Iterator[bool]:
    """Hold a lease meanwhile, renewed by a thread. Gives False when somebody else holds it."""
    holder = holder or token_hex(8)

    def take() -> bool:
        moment = server_now()
        return take_lease(name, holder=holder, until=moment + lasting, at=moment)

    if not take():
        yield False
        return

    def beat() -> None:
        take()
        if at_each_beat is not None:
            at_each_beat()

    try:
        with _beating(beat, every=lasting / 4):
            yield True
    finally:
        give_up_lease(name, holder=holder)


@contextmanager
def _beating(beat: Callable[[], None], *, every: timedelta) -> Iterator[None]:
    is_over = Event()

    def keep_beating() -> None:
        while not is_over.wait(every.total_seconds()):
            try:
                beat()
            except Error:
                connection.close()  # busy, or gone for a moment: the next beat tries again
        connection.close()

    heart = Thread(target=keep_beating, daemon=True)
    heart.start()
    try:
        yield
    finally:
        is_over.set()
        heart.join()
