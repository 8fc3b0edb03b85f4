"""What the page of a decision says: where it stands, who must approve next, and what it binds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import names_of
from almoner.actions.queries import actions_of
from almoner.core.approvable import Fact
from almoner.core.references import name_of
from almoner.decisions.binding import changes_since, facts_in
from almoner.decisions.forms_of_words import amount_in
from almoner.decisions.kinds import OTHERWISE, RelationKind, Subject
from almoner.decisions.models import Advice, Approval, Decision, DecisionText, Lapse, Relation
from almoner.decisions.operations.drafting import text_of
from almoner.decisions.policies import (
    may_advise_on_decision,
    may_approve_step,
    may_defer_part_one,
    may_publish_part_one,
    may_read_part_two,
    may_revise_decision,
    may_withdraw_decision,
)
from almoner.decisions.queries import advice_on, said_of, step_next, steps_of, with_what_is_left
from almoner.decisions.scheme import Step
from almoner.decisions.states import DecisionState
from almoner.framework.contents import Framework
from almoner.framework.holding import holdings_of_offices
from almoner.framework.queries import framework_on
from almoner.registers.policies import may_see_holdings
from almoner.reports.policies import may_take_assurance_file


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as the page shows it: who said what, or who may."""

    number: int
    step: Step
    said: Approval | None
    people: list[str]
    is_next: bool


@dataclass(frozen=True, slots=True)
class Advised:
    subject: Subject
    advice: Advice | None
    may_give: bool


def page_of_decision(decision: Decision, user: User, *, on: date) -> dict[str, Any]:
    text, framework = text_of(decision), framework_on(on)
    said = said_of(decision)
    matter = framework.matter_called(decision.matter)
    power = next((one for one in framework.powers if one.code == text.power), None)
    return {
        "decision": decision,
        "case": decision.commission,
        "text": text,
        "matter": matter.title if matter else decision.matter,
        "power": power,
        "steps": steps_shown(decision, said, on=on),
        "next": step_next(decision, said),
        "why": decision.asked.facts.get("why", "") if decision.asked else "",
        "facts": facts_shown(decision),
        "changes": changes_of(decision, on=on),
        "advice": advice_shown(decision, user, on=on),
        "earlier": earlier_rounds(decision),
        "conditions": list(actions_of(name_of(decision))),
        "relations": relations_of(decision),
        "granted": with_what_is_left(decision.delegations.select_related("person")),
        "grants": grants_in_words(text, framework),
        "may_answer": may_see_holdings(user, on=on),
        **verdicts(decision, user, on=on),
    }


@dataclass(frozen=True, slots=True)
class Granted:
    """A delegation that a text would give, in the titles of the framework."""

    whom: str
    matter: str
    ceiling: Decimal
    until: date


def grants_in_words(text: DecisionText, framework: Framework) -> list[Granted]:
    offices = {one.code: one.title for one in framework.offices}
    matters = {one.code: one.title for one in framework.matters}
    people = names_of(one.get("person", "") for one in text.grants)
    return [
        Granted(
            offices.get(one["office"]) or people.get(one.get("person", ""), one["office"]),
            matters.get(one["matter"], one["matter"]),
            amount_in(one["ceiling"]),
            date.fromisoformat(one["ends_on"]),
        )
        for one in text.grants
    ]


def verdicts(decision: Decision, user: User, *, on: date) -> dict[str, Any]:
    return {
        "may_revise": may_revise_decision(user, decision, on=on),
        "may_withdraw": may_withdraw_decision(user, decision, on=on),
        "may_sign": may_approve_step(user, decision, on=on),
        "may_read_part_two": may_read_part_two(user, decision, on=on),
        "may_take_file": may_take_assurance_file(user, name_of(decision), on=on),
        "may_publish": may_publish_part_one(user, decision, on=on)
        or may_defer_part_one(user, decision, on=on),
    }


def steps_shown(decision: Decision, said: list[Approval], *, on: date) -> list[Taken]:
    """Each step with what was said at it or, of one that is to come, who holds its office."""
    holders: dict[str, list[str]] = {}
    for one in holdings_of_offices(on):
        holders.setdefault(one.office, []).append(one.holder.name)
    next_one = step_next(decision, said)
    return [
        Taken(
            number,
            step,
            said[number - 1] if number <= len(said) else None,
            holders.get(step.office, []),
            step is next_one or step == next_one,
        )
        for number, step in enumerate(steps_of(decision), 1)
    ]


def facts_shown(decision: Decision) -> list[Fact]:
    return facts_in(decision.asked) if decision.asked else []


def changes_of(decision: Decision, *, on: date) -> list[Any]:
    if decision.state != DecisionState.SUBMITTED:
        return []
    return changes_since(decision, now=framework_on(on))


def advice_shown(decision: Decision, user: User, *, on: date) -> list[Advised]:
    given = advice_on(decision.current)
    return [
        Advised(one, given.get(one), bool(may_advise_on_decision(user, decision, one, on=on)))
        for one in Subject
    ]


def earlier_rounds(decision: Decision) -> list[tuple[Any, list[Approval], list[Lapse]]]:
    """What was said of each submission, the last first; of the last only what sent it back."""
    found = decision.submissions.prefetch_related("said", "lapses").order_by("-number")
    return [(one, list(one.said.all()), list(one.lapses.all())) for one in found]


def relations_of(decision: Decision) -> list[tuple[str, Decision]]:
    """How it stands to others, and others to it."""
    own = Relation.objects.filter(decision=decision).select_related("other")
    others = Relation.objects.filter(other=decision).select_related("decision")
    return [
        *((str(RelationKind(one.kind).label), one.other) for one in own),
        *((str(OTHERWISE[RelationKind(one.kind)]), one.decision) for one in others),
    ]


def state_in_words(decision: Decision) -> str:
    """For the title of a page."""
    return _("%(number)s, %(state)s") % {
        "number": decision.called,
        "state": decision.get_state_display().lower(),
    }
