"""Whether cases have the decision that a gate asks of them, and are still what it decided."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from almoner.commissions.authorities import Authority, declare_authority
from almoner.commissions.models import Commission
from almoner.commissions.promises import Cases
from almoner.commissions.readings import gross_of, terms_of
from almoner.commissions.rules import Rules, rules_of
from almoner.core.once import asked_once
from almoner.core.references import name_of

from .binding import changes_of_many
from .models import Decision
from .queries import decisions
from .states import DecisionState


def cases_without_decision(
    control: str, cases: Cases, parameters: Mapping[str, Any]
) -> Iterator[tuple[Commission, str]]:
    """The cases that lack a signed decision, each with why, in the order given."""
    asked = [case for case in cases if case.current and _needs_one(case, parameters)]
    signed: dict[int, list[Decision]] = {}
    for one in _signed_about(frozenset(case.pk for case in asked)):
        if one.commission:
            signed.setdefault(one.commission.pk, []).append(one)
    last = {case.pk: _last_of(case, signed.get(case.pk, []), control) for case in asked}
    changed = changes_of_many([one for one in last.values() if one])
    for case in asked:
        decision = last[case.pk]
        if decision is None:
            yield case, _("No decision is signed that lets it on.")
        elif changes := _still_at_gate(case, control) and changed.get(decision.pk):
            words = {"number": decision.called, "facts": ", ".join(one.title for one in changes)}
            yield case, _("Changed since %(number)s was signed: %(facts)s.") % words


@declare_authority
def decision_that_lets_through(case: Commission, matter: str) -> Authority | None:
    """The latest signed decision about a case on a matter, while the case is what it decided."""
    signed = [one for one in _signed_about(frozenset({case.pk})) if one.matter == matter]
    decision = signed[-1] if signed else None
    if decision is None or decision.asked is None or changes_of_many([decision])[decision.pk]:
        return None
    return Authority(decision.called, decision.asked.digest, name_of(decision))


@asked_once
def _signed_about(cases: frozenset[int]) -> list[Decision]:
    """The signed decisions about these cases, the last signed last."""
    found = decisions().filter(state=DecisionState.SIGNED, commission__in=cases)
    return list(found.order_by("settled_at", "pk"))


def _needs_one(case: Commission, parameters: Mapping[str, Any]) -> bool:
    name = "contracts_from" if rules_of(case).is_contract else "grants_from"
    return gross_of(terms_of(case)) >= Decimal(parameters[name])


def _last_of(case: Commission, signed: list[Decision], control: str) -> Decision | None:
    """The latest signed decision on a matter that lets a case on."""
    matters = _matters(rules_of(case), control)
    return next((one for one in reversed(signed) if one.matter in matters), None)


def _matters(rules: Rules, control: str) -> set[str | None]:
    """That of the gate before which it stands or, once past it, of any gate that asks for one."""
    if control in rules.stage.controls:
        return {rules.stage.matter}
    return {stage.matter for stage in rules.route.stages if control in stage.controls}


def _still_at_gate(case: Commission, control: str) -> bool:
    """Once past the gate a case goes on changing, as managed agreements do."""
    return control in rules_of(case).stage.controls
