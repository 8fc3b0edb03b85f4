"""What somebody approves of a case: its route, money, power, objectives, supplier and days."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from almoner.core.approvable import Fact, declare_snapshot
from almoner.core.periods import FinancialYear
from almoner.core.references import name_of

from .models import Commission, CommissionTerms, YearValue
from .queries import cases
from .readings import terms_of
from .rules import rules_of

LABEL = "commissions.commission:"


@declare_snapshot
def facts_of_cases(names: Collection[str]) -> dict[str, list[Fact]]:
    references = [name.removeprefix(LABEL) for name in names if name.startswith(LABEL)]
    found = list(cases().filter(reference__in=references).select_related("current__supplier"))
    years: dict[int, list[YearValue]] = {}
    for year in YearValue.objects.filter(terms__current_of__in=found).order_by("year"):
        years.setdefault(year.terms_id, []).append(year)
    return {
        name_of(case): [*_facts(case), *_money(years.get(terms_of(case).pk, []))] for case in found
    }


def _facts(case: Commission) -> Iterator[Fact]:
    terms, rules = terms_of(case), rules_of(case)
    powers = {one.code: one.title for one in rules.framework.powers}
    reasons = {one.code: one.title for one in rules.framework.reasons}
    yield Fact("title", _("Title"), terms.title)
    yield Fact("route", _("Route"), rules.route.title)
    yield Fact("power", _("Legal power"), powers.get(terms.power, terms.power))
    yield Fact("objectives", _("Plan objectives"), ", ".join(sorted(terms.objectives)))
    yield Fact("outcomes", _("Outcomes"), terms.outcomes)
    yield Fact("supplier", _("Supplier"), terms.supplier.reference if terms.supplier else "")
    yield Fact("direct-reason", _("Why without competition"), reasons.get(terms.direct_reason, ""))
    yield from _days(terms)


def _days(terms: CommissionTerms) -> Iterator[Fact]:
    yield Fact("starts", _("Starts"), _day(terms.starts_on))
    yield Fact("ends", _("Ends"), _day(terms.ends_on))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _money(years: list[YearValue]) -> Iterator[Fact]:
    for one in years:
        year = FinancialYear(one.year)
        title = _("Value in %(year)s") % {"year": year}
        yield Fact(f"value-{year}", title, _amount(one.net, one.vat))


def _amount(net: Decimal, vat: Decimal) -> str:
    return f"£{net:,.2f} + £{vat:,.2f} VAT" if vat else f"£{net:,.2f}"
