"""What a board is told of a decision: part 1 with its advice. Part 2 is in no paper."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.core.moments import day_of
from almoner.core.money import in_text
from almoner.documents.blocks import Listing, as_text, as_typed, typed
from almoner.documents.briefs import Brief, BriefPart, declare_brief
from almoner.framework.queries import framework_of, framework_on

from .kinds import Subject
from .models import Decision, DecisionText
from .queries import advice_on, decisions, said_of, step_next
from .states import DecisionState


def is_restricted_decision(reference: str) -> bool:
    found = Decision.objects.select_related("commission").filter(reference=reference).first()
    return found is not None and found.is_restricted


@declare_brief("decisions.decision", is_restricted=is_restricted_decision)
def brief_of_decision(reference: str, on: date) -> Brief | None:
    decision = decisions().filter(reference=reference).first()
    text = _text_of(decision) if decision else None
    if decision is None or text is None:
        return None
    title = f"{text.title} ({decision.called})"
    facts = tuple((term, words) for term, words in _facts(decision, text, on=on) if words)
    return Brief(title, _asks(decision), facts, tuple(_parts(decision, text)))


def _text_of(decision: Decision) -> DecisionText | None:
    """What was signed or is awaiting it; otherwise what is being written."""
    is_asked = decision.state in {DecisionState.SUBMITTED, DecisionState.SIGNED}
    return decision.asked.text if is_asked and decision.asked else decision.current


def _asks(decision: Decision) -> str:
    if decision.state == DecisionState.SUBMITTED:
        return _("Say whether its recommendations should be approved.")
    if decision.state in {DecisionState.DRAFT, DecisionState.RETURNED}:
        return _("Say what should change before it is submitted.")
    state = str(decision.get_state_display()).lower()
    return _("Note that the decision is %(state)s.") % {"state": state}


def _facts(decision: Decision, text: DecisionText, *, on: date) -> Iterator[tuple[str, str]]:
    case = decision.commission
    framework = framework_of(case.framework.digest) if case else framework_on(on)
    power = next((one for one in framework.powers if one.code == text.power), None)
    yield _("Number"), decision.number or ""
    yield _("Stands"), _standing(decision)
    yield _("About"), f"{case.title} ({case})" if case else _("The body itself")
    yield _("Written by"), decision.author.name
    yield _("Value"), _value(decision, text)
    yield _("Legal power"), f"{power.title} ({power.law})" if power else text.power
    if text.part_two:
        ground = text.get_part_two_ground_display()
        yield _("Part 2"), _("Restricted, and not in this paper. Ground: %s") % ground


def _standing(decision: Decision) -> str:
    state = str(decision.get_state_display())
    if decision.state == DecisionState.SUBMITTED:
        step = step_next(decision, said_of(decision))
        by = _("%(state)s by %(office)s")
        return by % {"state": state, "office": step.title} if step else state
    if decision.settled_at:
        return f"{state}, {_day(day_of(decision.settled_at))}"
    return state


def _value(decision: Decision, text: DecisionText) -> str:
    if decision.asked:
        return in_text(decision.asked.value)
    return in_text(text.value) if text.value is not None else ""


def _parts(decision: Decision, text: DecisionText) -> Iterator[BriefPart]:
    nothing = _("Nothing is written yet.")
    yield BriefPart(_("Executive summary"), as_typed(text.summary) or nothing)
    items = tuple(typed(one) for one in text.recommendations)
    listing = as_text((Listing(is_ordered=True, items=items),)) if items else nothing
    yield BriefPart(_("Recommendations"), listing)
    if text.considerations:
        yield BriefPart(_("Issues for consideration"), as_typed(text.considerations))
    yield _advice(text)
    if decision.state == DecisionState.SIGNED:
        yield _signatures(decision)


def _advice(text: DecisionText) -> BriefPart:
    given = advice_on(text)
    rows = tuple(
        (str(subject.label), given[subject].words, given[subject].office)
        if subject in given
        else (str(subject.label), _("Not given yet"), "")
        for subject in Subject
    )
    return BriefPart(_("Advice"), "", (_("On"), _("What is advised"), _("By")), rows)


def _signatures(decision: Decision) -> BriefPart:
    rows = tuple(
        (one.office_title, one.name, str(one.get_outcome_display()), _day(day_of(one.decided_at)))
        for one in said_of(decision)
    )
    columns = (_("Office"), _("Name"), _("Said"), _("When"))
    return BriefPart(_("Signed"), "", columns, rows)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
