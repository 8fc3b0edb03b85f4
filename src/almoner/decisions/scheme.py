"""The scheme of delegation on a day: whom a limit or a delegation names, and who may act so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.commissions.models import Commission
from almoner.commissions.readings import facts_of, terms_of
from almoner.framework.approval import NoLimit, limit_for
from almoner.framework.conditions import Field
from almoner.framework.contents import Framework
from almoner.framework.holding import acts_for, holders_of
from almoner.framework.offices import Office

from .models import Decision, DecisionText, Delegation


@dataclass(frozen=True, slots=True)
class Step:
    """Whose approval is wanted: an office's or, under a delegation, perhaps one person's."""

    office: str
    title: str
    role: str
    person: str = ""

    def kept(self) -> dict[str, str]:
        return {
            "office": self.office,
            "title": self.title,
            "role": self.role,
            "person": self.person,
        }


@dataclass(frozen=True, slots=True)
class Required:
    """Who must approve something of a value, one after another, and by which rule."""

    value: Decimal
    facts: Mapping[str, Any]
    steps: tuple[Step, ...]
    why: str


def value_of(case: Commission, framework: Framework, matter: str) -> Decimal:
    """What a case is worth for a matter: with VAT, but where the matter says not."""
    terms = terms_of(case)
    known = framework.matter_called(matter)
    return terms.net + terms.vat if known is None or known.with_vat else terms.net


def weighed(
    decision: Decision, text: DecisionText, framework: Framework
) -> tuple[Decimal, dict[str, Any]]:
    """What a decision is worth, and the facts by which limits are read: those of its case or, where
    there is none, the value alone that its author gave.
    """
    case = decision.commission
    if case:
        return value_of(case, framework, decision.matter), _plain(facts_of(case))
    value = text.value or Decimal(0)
    return value, _plain({Field.VALUE.value: value})


def required_for(decision: Decision, text: DecisionText, *, now: Framework) -> Required:
    """Who must approve, by the limits in force or by a delegation. Raises NoLimit."""
    matter, delegation = decision.matter, text.delegation
    value, facts = weighed(decision, text, now)
    if delegation:
        return Required(value, facts, (step_of_delegation(delegation, now),), _why_of(delegation))
    limit = limit_for(now, matter, value=value, facts=facts)
    steps = tuple(step_of(now.office_called(code)) for code in limit.steps)
    words = {"matter": _title(now, matter), "limit": limit}
    return Required(value, facts, steps, _("%(matter)s, %(limit)s") % words)


def step_of(office: Office) -> Step:
    return Step(office.code, office.title, str(office.role))


def step_of_delegation(delegation: Delegation, framework: Framework) -> Step:
    """The one step of a decision that is made under a delegation. Raises NoLimit."""
    if delegation.person:
        return Step(
            "",
            _("Delegate under %(which)s") % {"which": delegation},
            "",
            delegation.person.reference,
        )
    office = next((one for one in framework.offices if one.code == delegation.office), None)
    if office is None:
        raise NoLimit(delegation.matter)
    return step_of(office)


def stands_for(user: User, step: Step, *, on: date) -> User | None:
    """In whose right somebody may take a step on a day: their own or, as a dated deputy in the role
    that the office asks for, that of whom they replace. None, if in nobody's.
    """
    if step.person:
        return acts_for(user, {step.person}, step.role, on=on)
    entitled = {one.reference for one in holders_of(step.office, on=on)}
    return acts_for(user, entitled, step.role, on=on)


def steps_in(kept: Sequence[Mapping[str, str]]) -> list[Step]:
    """Steps as a submission keeps them."""
    return [Step(**one) for one in kept]


def _plain(facts: Mapping[str, object]) -> dict[str, Any]:
    """Facts as JSON keeps them: amounts as text, which conditions read as well."""
    return {name: str(one) if isinstance(one, Decimal) else one for name, one in facts.items()}


def _why_of(delegation: Delegation) -> str:
    words = {"which": delegation, "decision": delegation.decision.called}
    return _("Delegation %(which)s, granted by %(decision)s") % words


def _title(framework: Framework, matter: str) -> str:
    known = framework.matter_called(matter)
    return known.title if known else matter
