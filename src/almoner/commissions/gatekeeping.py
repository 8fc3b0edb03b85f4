"""What a gate asks of a case, and how that stands today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from almoner.assurance.asking import standings, tried
from almoner.assurance.controls import Place, control_called, known_controls
from almoner.framework.conditions import all_hold, in_words

from .models import Commission
from .promises import Told
from .readings import facts_of, terms_of
from .rules import Rules, rules_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A control as it stands for one case: green, perhaps with notes that whoever lets it through
    reads, or red for reasons and put right somewhere.
    """

    code: str
    title: str
    reasons: tuple[str, ...] = ()
    place: Place | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_green(self) -> bool:
        return not self.reasons

    def kept(self) -> dict[str, Any]:
        """What evidence keeps of it."""
        words = {"reasons": list(self.reasons), "notes": list(self.notes)}
        return {"code": self.code, "title": self.title, **words}


def controls_of(commission: Commission, *, on: date) -> list[Asked]:
    """Every control of the gate before which a case stands, as it stands on a day.

    One that no app declares cannot be asked, so it is red: nothing passes by what nobody checks.
    """
    rules = rules_of(commission)
    known = [control_called(code) for code in rules.stage.controls if code in known_controls()]
    told = {one.code: _told(one, commission, on) for one in known if isinstance(one, Told)}
    codes = [one.code for one in known if one.code not in told]
    given = {code: rules.framework.parameters_of(code) for code in codes}
    found = told | {
        standing.control.code: Asked(
            standing.control.code,
            str(standing.control.title),
            tuple(standing.reasons),
            next((one.place for one in standing.breaks), None),
        )
        for standing in standings(commission, codes, on=on, parameters=given)
    }
    return [found.get(code) or _unknown(code) for code in rules.stage.controls]


def _told(control: Told, commission: Commission, on: date) -> Asked:
    """What Python tells of a case at hand; where that fails, the control is red."""

    def ask() -> tuple[list[str], list[str]]:
        flaws = [reason for _case, reason in control.flaws_among([commission], on)]
        return flaws, list(control.notes(commission, on))

    told, failure = tried(control.code, ask)
    reasons, notes = told or ([], [])
    if failure:
        reasons = [_("It could not be checked, so nothing says that it is kept.")]
    place = control.place(commission)
    return Asked(control.code, str(control.title), tuple(reasons), place, tuple(notes))


def _unknown(code: str) -> Asked:
    return Asked(code, code, (_("No part of this system checks it yet."),))


def route_is_open(commission: Commission, rules: Rules) -> str:
    """Why the route is not open to a case as its facts are; nothing if it is."""
    if all_hold(rules.route.open_to, facts_of(commission)):
        return ""
    said = _("The route is for cases of which this holds: %(conditions)s.")
    return said % {"conditions": in_words(rules.route.open_to)}


def value_for(commission: Commission, rules: Rules) -> Decimal:
    """What a case is worth to those who let it through: with VAT, but where the matter says not."""
    terms = terms_of(commission)
    matter = rules.framework.matter_called(rules.stage.matter) if rules.stage.matter else None
    with_vat = matter is None or matter.with_vat
    return terms.net + terms.vat if with_vat else terms.net


def reasons_in(controls: Sequence[Asked]) -> list[str]:
    return [f"{one.title}: {' '.join(one.reasons)}" for one in controls if not one.is_green]
