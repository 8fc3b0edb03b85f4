"""What a board is told of a case: where it stands, what it wants, and what is asked of them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core.moments import day_of
from almoner.core.money import in_text
from almoner.core.once import reading
from almoner.core.periods import FinancialYear
from almoner.core.references import name_of
from almoner.documents.blocks import as_typed
from almoner.documents.briefs import Brief, BriefPart, declare_brief
from almoner.framework.timetables import Milestone
from almoner.funding.cover import cover_of, set_aside
from almoner.risks.briefs import risks_told

from .facts import years_of
from .gatekeeping import Asked, controls_of
from .kinds import AssessmentKind
from .models import Assessment, Commission, CommissionTerms
from .queries import cases, gate_awaiting
from .readings import derivation_of, flaws_of_timetable, gross_of, terms_of, timetable_of
from .rules import Rules, office_whose_turn, rules_of, titles_of_objectives
from .screening import Characteristic, Impact
from .states import OVER, AssessmentState, CaseState

FIRST_WORDS = re.compile(r"(?:\s*\S+){180}")
NOTHING = Decimal(0)


def is_restricted_case(reference: str) -> bool:
    return Commission.objects.filter(reference=reference, is_restricted=True).exists()


@declare_brief("commissions.commission", is_restricted=is_restricted_case)
def brief_of_case(reference: str, on: date) -> Brief | None:
    """As the facts of a case now are; in a fixed number of questions."""
    found = cases().select_related("current__supplier").filter(reference=reference)
    case = found.prefetch_related("gates__said", "entries", "assessments", "consultations").first()
    if case is None:
        return None
    rules = rules_of(case)
    with reading():
        controls = [] if case.state in OVER else controls_of(case, on=on)
        parts = tuple(_parts(case, rules, controls, on=on))
    return Brief(f"{case.title} ({case})", _asks(case, rules, controls), _facts(case, rules), parts)


def _asks(case: Commission, rules: Rules, controls: list[Asked]) -> str:
    words = {"stage": rules.stage.title}
    if case.state in OVER:
        return _("Note that the case is %(state)s.") % {"state": case.get_state_display().lower()}
    if case.state == CaseState.ON_HOLD:
        return _("Say whether the case, which is on hold, should go on.")
    gate = gate_awaiting(case)
    if gate:
        following = rules.route.stage_called(gate.onward)
        if following is None:
            return _("Let it through the gate “%(stage)s”, which is its last.") % words
        said = _("Let it through the gate “%(stage)s”, on to “%(following)s”.")
        return said % {**words, "following": following.title}
    red = sum(not one.is_green for one in controls)
    if not red:
        return (
            _("Say whether it is ready for the gate “%(stage)s”: its controls are green.") % words
        )
    said = ngettext(
        "Note where it stands: %(red)d control of the gate “%(stage)s” is not green yet.",
        "Note where it stands: %(red)d controls of the gate “%(stage)s” are not green yet.",
        red,
    )
    return said % {**words, "red": red}


def _facts(case: Commission, rules: Rules) -> tuple[tuple[str, str], ...]:
    terms = terms_of(case)
    power = next((one for one in rules.framework.powers if one.code == terms.power), None)
    objectives = titles_of_objectives(rules.framework, terms.objectives)
    facts = (
        (_("Stands"), _standing(case, rules)),
        (_("Led by"), case.lead.name),
        (_("Value"), _value(terms)),
        (_("Route"), rules.route.title),
        (_("Regime"), str(derivation_of(terms, rules).regime.label)),
        (_("Legal power"), f"{power.title} ({power.law})" if power else _("Not named yet")),
        (_("Serves"), "; ".join(objectives) or _("No objective is named yet")),
        (_("Provider"), terms.supplier.name if terms.supplier else ""),
    )
    return tuple((term, words) for term, words in facts if words)


def _standing(case: Commission, rules: Rules) -> str:
    state = str(case.get_state_display())
    came = max((one.entered_at for one in case.entries.all()), default=case.begun_at)
    said = _("%(state)s, at “%(stage)s” since %(day)s")
    words = {"state": state, "stage": rules.stage.title, "day": _day(day_of(came))}
    return said % words


def _value(terms: CommissionTerms) -> str:
    if not gross_of(terms):
        return _("Not said yet")
    if not terms.vat:
        return in_text(terms.net)
    words = {"net": in_text(terms.net), "vat": in_text(terms.vat)}
    return _("%(net)s plus %(vat)s VAT") % words


def _parts(
    case: Commission, rules: Rules, controls: list[Asked], *, on: date
) -> Iterator[BriefPart]:
    terms = terms_of(case)
    yield BriefPart(_("The need"), _shortly(terms.need) or _("It is not written yet."))
    if terms.outcomes:
        yield BriefPart(_("What should come of it"), _shortly(terms.outcomes))
    if terms.direct_reason:
        yield _direct(terms, rules)
    if case.state not in OVER:
        yield _gate(case, rules, controls)
    yield _money(case, terms)
    yield _timetable(terms, rules)
    yield risks_told(name_of(case), on=on)
    yield _consultation(case)
    yield _equality(case)


def _direct(terms: CommissionTerms, rules: Rules) -> BriefPart:
    found = (one.title for one in rules.framework.reasons if one.code == terms.direct_reason)
    said = [next(found, terms.direct_reason), terms.direct_evidence, terms.alternatives]
    return BriefPart(_("Why nobody competes for it"), _shortly("\n".join(filter(None, said))))


def _gate(case: Commission, rules: Rules, controls: list[Asked]) -> BriefPart:
    gate = gate_awaiting(case)
    office = office_whose_turn(gate) if gate else None
    words = {"stage": rules.stage.title, "office": office.title if office else ""}
    said = [
        _("It waits at the gate “%(stage)s”. Its turn: %(office)s.") % words
        if office
        else _("It stands before the gate “%(stage)s”.") % words
    ]
    rows = tuple((one.title, _of_control(one)) for one in controls)
    if not rows:
        said.append(_("The gate asks for nothing."))
    columns = (_("Control"), _("How it stands")) if rows else ()
    return BriefPart(_("What its gate wants"), as_typed(" ".join(said)), columns, rows)


def _of_control(one: Asked) -> str:
    return "\n".join([_("Green"), *one.notes] if one.is_green else one.reasons)


def _money(case: Commission, terms: CommissionTerms) -> BriefPart:
    costs = {str(FinancialYear(n)): money for n, money in years_of(terms).items()}
    held = dict.fromkeys(costs, NOTHING)
    for line, of_it in cover_of((name_of(case),)).of(name_of(case)):
        if amount := set_aside(of_it):
            held[line.year] = held.get(line.year, NOTHING) + amount
    heading = _("Money by year")
    if not held:
        return BriefPart(heading, _("What it costs in which year is not said yet."))
    money = {year: (*costs.get(year, (NOTHING, NOTHING)), held[year]) for year in sorted(held)}
    rows = [_in_row(year, amounts) for year, amounts in money.items()]
    if len(rows) > 1:
        sums = [sum(amounts, NOTHING) for amounts in zip(*money.values(), strict=True)]
        rows.append(_in_row(_("Together"), sums))
    columns = (_("Year"), _("Without VAT"), _("VAT"), _("Set aside in funds"))
    return BriefPart(heading, "", columns, tuple(rows))


def _in_row(year: str, amounts: Iterable[Decimal]) -> tuple[str, ...]:
    return (year, *map(in_text, amounts))


def _timetable(terms: CommissionTerms, rules: Rules) -> BriefPart:
    planned = {
        Milestone.OPEN: terms.opens_on,
        Milestone.CLOSE: terms.closes_on,
        Milestone.AWARD: terms.award_notice_on,
        Milestone.SIGN: terms.signs_on,
        Milestone.START: terms.starts_on,
    }
    latest = {one.milestone: one.day for one in timetable_of(terms, rules)}
    steps = [one for one in Milestone if planned.get(one) or one in latest]
    rows = [(str(one.label), _day(planned.get(one)), _day(latest.get(one))) for one in steps]
    if terms.ends_on:
        rows.append((_("End"), _day(terms.ends_on), ""))
    flaws = "\n".join(f"- {as_typed(one)}" for one in flaws_of_timetable(terms, rules))
    columns = (_("Step"), _("Planned"), _("At the latest")) if rows else ()
    return BriefPart(_("Timetable"), flaws, columns, tuple(rows))


def _consultation(case: Commission) -> BriefPart:
    asked = sorted(case.consultations.all(), key=lambda one: (one.asked_on, one.pk))
    heading = _("Who was asked")
    if not asked:
        return BriefPart(heading, _("Nobody is recorded."))
    rows = tuple(
        (one.who, _day(one.asked_on), Truncator(one.said).words(40) or _("No answer yet"))
        for one in asked
    )
    return BriefPart(heading, "", (_("Who"), _("Asked on"), _("What they said")), rows)


def _equality(case: Commission) -> BriefPart:
    equality = _last(case, AssessmentKind.EQUALITY)
    screening = _last(case, AssessmentKind.DATA_PROTECTION)
    said = [
        f"{kind.label}: {_how_far(one)}"
        for kind, one in (
            (AssessmentKind.EQUALITY, equality),
            (AssessmentKind.DATA_PROTECTION, screening),
        )
    ]
    rows = tuple(_differences(equality)) if equality else ()
    columns = (_("Characteristic"), _("Effect"), _("What is done about it")) if rows else ()
    heading = _("Equality and data protection")
    return BriefPart(heading, "\n".join(f"- {one}" for one in said), columns, rows)


def _last(case: Commission, kind: AssessmentKind) -> Assessment | None:
    found = (one for one in case.assessments.all() if one.kind == kind)
    return max(found, key=lambda one: one.pk, default=None)


def _how_far(one: Assessment | None) -> str:
    if one is None:
        return _("not written yet.")
    if one.state == AssessmentState.SIGNED and one.signed_at:
        return _("signed on %(day)s.") % {"day": _day(day_of(one.signed_at))}
    return _("written, and nobody has signed it.")


def _differences(one: Assessment) -> Iterator[tuple[str, str, str]]:
    """The characteristics for which it is better, worse or not known."""
    impacts, softened = one.answers.get("impacts", {}), one.answers.get("mitigations", {})
    for characteristic in Characteristic:
        impact = impacts.get(characteristic, Impact.UNKNOWN)
        if impact != Impact.NONE:
            label = str(Impact(impact).label)
            yield str(characteristic.label), label, softened.get(characteristic, "")


def _shortly(said: str) -> str:
    """Its first words, line by line as they were typed."""
    found = FIRST_WORDS.match(said)
    is_cut = found is not None and said[found.end() :].strip()
    return as_typed(f"{found[0]} …" if found and is_cut else said)


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
