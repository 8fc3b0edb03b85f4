"""Where a harvester has got to: a mark that we sign, so that only we can have made it."""

from datetime import date, datetime, time

from django.core.signing import BadSignature, Signer
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from almoner.registers.arrivals import Place

from .problems import Refused

EARLIEST = 1970
WRITE_CURSOR = _("Write a cursor that an answer of this address gave you, or leave it out.")
WRITE_SINCE = _(
    "Write a cursor that an answer of this address gave you, a day such as 2026-04-01,"
    " or a moment such as 2026-04-01T09:30:00Z."
)


def cursor_at(address: str, *names: str) -> str:
    """A cursor at what has these public names, for those who ask the same address again."""
    return _signer(address).sign_object(names)


def names_at(address: str, cursor: str) -> tuple[str, ...] | None:
    """What a cursor is at; nothing, if we did not make it for this address."""
    try:
        return tuple(_signer(address).unsign_object(cursor))
    except BadSignature:
        return None


def found(place: Place | None) -> Place:
    """The place of a cursor. Raises Refused where there is none."""
    if place is None:
        raise Refused("cursor", WRITE_CURSOR)
    return place


def moment_said(said: str) -> datetime:
    """Read a day, as it begins in London, or a moment. Raises Refused."""
    try:
        if len(said) == len("2026-04-01"):
            moment = datetime.combine(date.fromisoformat(said), time(), get_default_timezone())
        else:
            moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise Refused("since", WRITE_SINCE) from error
    # Nothing is older; and a moment without its place in the world could be one of many.
    if moment.tzinfo is None or moment.year < EARLIEST:
        raise Refused("since", WRITE_SINCE)
    return moment


def _signer(address: str) -> Signer:
    return Signer(salt=f"almoner.api.cursors.{address}")
