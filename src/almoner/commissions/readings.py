"""What follows from the facts of a case: its value, regime, timetable, and the facts of limits."""

from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.framework.procurement_law import (
    Category,
    Derivation,
    Facts,
    Regime,
    Step,
    derive_regime,
)
from almoner.framework.procurement_periods import Manner
from almoner.framework.timetables import Latest, Planned, breaches_in, missing_days, work_back

from .models import Commission, CommissionTerms
from .rules import Rules, rules_of


class MannerFlag(TextChoices):
    """What lengthens or shortens the time that suppliers must be given."""

    URGENT = (
        "urgent",
        gettext_lazy("A state of urgency, with reasons, makes the usual time impossible"),
    )
    PLANNED_NOTICE = "planned-notice", gettext_lazy("A planned procurement notice qualifies")
    DYNAMIC_MARKET = "dynamic-market", gettext_lazy("It is within a dynamic market")
    PRE_SELECTED = "preselected", gettext_lazy("Only suppliers selected before may tender")
    NEGOTIATED = "negotiated", gettext_lazy("… and the time is agreed with them")
    NOT_ELECTRONIC = "not-electronic", gettext_lazy("Tenders are not sent electronically")
    LATER_DOCUMENTS = "later-documents", gettext_lazy("Some documents follow after the notice")


def terms_of(commission: Commission) -> CommissionTerms:
    """The newest facts. Every case has some from its first moment."""
    terms = commission.current
    if terms is None:
        raise LookupError(str(commission))
    return terms


def gross_of(terms: CommissionTerms) -> Decimal:
    return terms.net + terms.vat


def manner_of(terms: CommissionTerms) -> Manner:
    flags = set(terms.manner)
    return Manner(
        is_urgent=MannerFlag.URGENT in flags,
        is_pre_selected=MannerFlag.PRE_SELECTED in flags,
        is_negotiated=MannerFlag.NEGOTIATED in flags,
        has_planned_notice=MannerFlag.PLANNED_NOTICE in flags,
        is_in_dynamic_market=MannerFlag.DYNAMIC_MARKET in flags,
        is_electronic=MannerFlag.NOT_ELECTRONIC not in flags,
        has_all_documents=MannerFlag.LATER_DOCUMENTS not in flags,
    )


def planned_in(terms: CommissionTerms) -> Planned:
    return Planned(
        opens_on=terms.opens_on,
        closes_on=terms.closes_on,
        award_notice_on=terms.award_notice_on,
        signs_on=terms.signs_on,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
    )


def derivation_of(terms: CommissionTerms, rules: Rules) -> Derivation:
    """The regime of a case. While a fact is missing it is unknown, and says which."""
    if missing := _missing_for_regime(terms, rules):
        said = _("Not recorded yet: %(missing)s.") % {"missing": ", ".join(missing)}
        return Derivation(Regime.UNKNOWN, (Step(said),))
    begun_on = terms.opens_on or date.max  # a grant is none on any day
    return derive_regime(
        Facts(
            is_contract=rules.is_contract,
            category=Category(terms.category),
            cpv=terms.cpv,
            net=terms.net,
            vat=terms.vat,
            begun_on=begun_on,
        )
    )


def _missing_for_regime(terms: CommissionTerms, rules: Rules) -> list[str]:
    if not rules.is_contract:
        return []
    wanted = [
        (terms.net, _("the money by year")),
        (terms.cpv, _("the code of what is bought")),
        (terms.opens_on, _("the day on which it begins")),
    ]
    return [words for fact, words in wanted if not fact]


def timetable_of(terms: CommissionTerms, rules: Rules) -> list[Latest]:
    """The last day for each step, worked back from the start that the case plans; none without."""
    if terms.starts_on is None:
        return []
    return work_back(
        terms.starts_on,
        derivation_of(terms, rules),
        is_competed=rules.is_competed,
        manner=manner_of(terms),
    )


def flaws_of_timetable(terms: CommissionTerms, rules: Rules) -> list[str]:
    """Why a timetable does not hold: days that are missing, out of order or too close."""
    derivation, planned = derivation_of(terms, rules), planned_in(terms)
    missing = missing_days(planned, derivation, is_competed=rules.is_competed)
    found = breaches_in(planned, derivation, is_competed=rules.is_competed, manner=manner_of(terms))
    unsaid = [_("Not planned yet: %(days)s.") % {"days": ", ".join(missing)}] if missing else []
    return [*unsaid, *(f"{one.said} ({one.law})" if one.law else one.said for one in found)]


def months_of(terms: CommissionTerms) -> int | None:
    """How many months it lasts, a begun one counted."""
    first, last = terms.starts_on, terms.ends_on
    if first is None or last is None or last < first:
        return None
    return (last.year - first.year) * 12 + last.month - first.month + (last.day >= first.day)


def facts_of(commission: Commission, *, with_vat: bool = True) -> dict[str, object]:
    """The facts that conditions of the framework ask about, under their names there."""
    terms, rules = terms_of(commission), rules_of(commission)
    derivation = derivation_of(terms, rules)
    facts: dict[str, object] = {
        "value": gross_of(terms) if with_vat else terms.net,
        "instrument": str(rules.route.instrument),
        "is-novel": terms.is_novel,
        "is-light-touch": derivation.is_light_touch,
    }
    if derivation.threshold is not None:
        facts["is-below-threshold"] = not derivation.is_covered
    if (months := months_of(terms)) is not None:
        facts["months"] = months
    return facts
