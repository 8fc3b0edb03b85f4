"""Which facts belong to which part of a case, and how a newer version takes the older's place."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.moments import day_of

from .kinds import Part
from .models import Commission, CommissionTerms, YearValue

FIELDS: Mapping[Part, tuple[str, ...]] = {
    Part.NEED: (
        "title",
        "need",
        "evidence",
        "outcomes",
        "beneficiaries",
        "places",
        "objectives",
    ),
    Part.TERMS: ("category", "cpv", "power", "supplier", "is_novel"),
    Part.MONEY: (),
    Part.TIMETABLE: (
        "opens_on",
        "closes_on",
        "award_notice_on",
        "signs_on",
        "starts_on",
        "ends_on",
        "manner",
    ),
    Part.DIRECT_AWARD: (
        "direct_reason",
        "direct_evidence",
        "alternatives",
        "value_view",
        "compete_on",
    ),
}
SAID = tuple(name for names in FIELDS.values() for name in names)
Years = Mapping[int, tuple[Decimal, Decimal]]


def years_of(terms: CommissionTerms) -> dict[int, tuple[Decimal, Decimal]]:
    """By the calendar year in which a financial year begins: the value without VAT, and the VAT."""
    if terms.years_said is not None:
        return terms.years_said
    years = sorted(terms.years.all(), key=lambda one: one.year)
    return {one.year: (one.net, one.vat) for one in years}


def check_unread(commission: Commission, part: Part, read: int) -> None:
    """Raise ValidationError if somebody changed this part after what the writer had read."""
    if commission.versions.filter(part=part, number__gt=read).exists():
        raise ValidationError(
            _("Somebody changed this part after you opened it. Read what they said first.")
        )


def add_version(
    commission: Commission,
    part: Part,
    said: Mapping[str, Any],
    *,
    years: Years | None = None,
    by: User,
    at: datetime,
) -> CommissionTerms:
    """Within an operation: add a version that says this of a part, and the rest as before."""
    if strange := sorted(set(said) - set(FIELDS[part])):
        raise ValueError(f"{part} has no {', '.join(strange)}")
    before = commission.current
    kept = {name: getattr(before, name) for name in SAID} if before else {}
    money = dict(years) if years is not None else years_of(before) if before else {}
    terms = CommissionTerms(**{**kept, **said}, commission=commission, part=part, written_by=by)
    terms.number = before.number + 1 if before else 1
    terms.net = sum((net for net, _vat in money.values()), Decimal(0))
    terms.vat = sum((vat for _net, vat in money.values()), Decimal(0))
    terms.valid_from, terms.recorded_at = day_of(at), at
    terms.save(force_insert=True)
    YearValue.objects.bulk_create(
        YearValue(terms=terms, year=year, net=net, vat=vat)
        for year, (net, vat) in sorted(money.items())
    )
    commission.current, commission.title = terms, terms.title
    return terms
