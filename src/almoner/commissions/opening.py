"""How the gate before which a case stands is opened: by a signed decision, offices, or its lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from almoner.accounts.models import User
from almoner.framework.approval import steps_of_gate
from almoner.framework.contents import Framework
from almoner.framework.holding import acts_in, empty_offices, holders_of
from almoner.framework.offices import Office
from almoner.framework.routes import SIGNED_DECISION

from .authorities import Authority, authority_for
from .gatekeeping import Asked, value_for
from .models import Commission, GateAsked
from .readings import facts_of
from .rules import office_whose_turn, rules_of


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opens a gate: the offices in their order, or the decision that has been signed.

    While one is asked for and not signed, `awaits_decision` is so, and the offices are who sign it.
    """

    offices: tuple[Office, ...]
    authority: Authority | None = None
    awaits_decision: bool = False


def opening_of(commission: Commission, now: Framework, controls: Sequence[Asked] = ()) -> Opening:
    """How the gate of a case is opened as it and its controls stand; the stage is the case's own,
    the limits are the body's of the day. With no office its lead moves it on. Raises NoLimit.
    """
    rules = rules_of(commission)
    authority = authority_for(commission, rules.stage)
    if authority:
        return Opening((), authority)
    value, facts = value_for(commission, rules), facts_of(commission)
    offices = steps_of_gate(now, rules.stage, value=value, facts=facts)
    asks = any(one.code == SIGNED_DECISION and not one.is_green for one in controls)
    return Opening(offices, awaits_decision=bool(rules.stage.decided_by) and asks)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is at a gate, and the names of who holds that office; empty, if nobody could
    act in it on that day.
    """

    office: Office
    names: tuple[str, ...]
    is_empty: bool


def turn_at(gate: GateAsked, *, on: date) -> Turn | None:
    """The office whose turn it is, and who holds it. None, once nobody's is."""
    office = office_whose_turn(gate)
    if office is None:
        return None
    names = tuple(one.name for one in holders_of(office.code, on=on))
    return Turn(office, names, not names or office.code in empty_offices([office], on=on))


def in_place_of(gate: GateAsked, user: User, *, on: date) -> User | None:
    """For whom somebody deputises whose turn it is, if for anybody."""
    office = office_whose_turn(gate)
    holder = acts_in(user, office, on=on) if office else None
    return holder if holder != user else None
