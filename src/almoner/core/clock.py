"""The server's clock, which no caller sets: what `recorded_at` is read from.

The one exception tells a story about the past: the demonstration command, in a database that it
made itself, may pretend that it is another moment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils.timezone import now  # noqa: TID251 - this is the clock

from .models import Installation

_pretended: ContextVar[datetime | None] = ContextVar("pretended moment", default=None)


def server_now() -> datetime:
    return _pretended.get() or now()


@contextmanager
def pretending(moment: datetime) -> Iterator[None]:
    """Write as if it were `moment`. Raises RuntimeError outside a demonstration's database."""
    if not Installation.objects.filter(is_demonstration=True).exists():
        raise RuntimeError("Only a database made by the demonstration may pretend a time")
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)
