"""How a standing authority is named and shown on the command line."""

from datetime import date

from almoner.registers.models import StandingAuthority
from almoner.registers.queries import CONFIRMATIONS_NEEDED, with_confirmations
from almoner.registers.states import AuthorityState

from .refusals import Misuse


def authority_called(reference: str) -> StandingAuthority:
    """The authority of that reference. Raises Misuse."""
    try:
        return with_confirmations().get(reference=reference.upper())
    except StandingAuthority.DoesNotExist as error:
        raise Misuse(
            f"There is no standing authority {reference!r}. See `almoner authority list`."
        ) from error


def described(authority: StandingAuthority, *, on: date) -> str:
    """An authority in a line: for what, over which days, how it stands, and who granted it."""
    days = f"{written(authority.valid_from)} to {written(authority.valid_to)}"
    return f"{authority}  {authority.duty}  {days}  {standing(authority, on=on)}"


def standing(authority: StandingAuthority, *, on: date) -> str:
    if authority.state == AuthorityState.IN_FORCE and authority.valid_to < on:
        return "over"
    state = authority.get_state_display().lower()
    if not authority.is_operators:
        return state
    count = authority.confirmations.count()
    if count >= CONFIRMATIONS_NEEDED:
        return f"{state}; granted by the operator, confirmed by two publishers"
    so_far = f"confirmed by {count} of {CONFIRMATIONS_NEEDED} publishers"
    return f"{state}; the operator's own act, {so_far}"


def written(on: date) -> str:
    return f"{on:%-d %B %Y}"
