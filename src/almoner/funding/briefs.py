"""What a board is told of a fund: what it is for, and how much of each line is left."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core.money import in_text
from almoner.documents.blocks import as_typed
from almoner.documents.briefs import Brief, BriefPart, declare_brief

from .balances import Balance, balances_by, entries_on, total_of
from .kinds import CarryOver
from .models import BudgetLine, Entry, Fund, FundTerms
from .queries import lines_in_order, terms_of, transfers_waiting_in


@declare_brief("funding.fund")
def brief_of_fund(reference: str, on: date) -> Brief | None:
    """By what had moved by a day, as now known: five questions."""
    fund = Fund.objects.filter(reference=reference).first()
    if fund is None:
        return None
    terms = terms_of(fund, on=on)
    sums = balances_by(entries_on(Entry.objects.filter(line__fund=fund), on=on), "line_id")
    lines = [(line, sums.get((line.pk,), Balance())) for line in lines_in_order().filter(fund=fund)]
    title = f"{terms.title} ({fund.code})"
    parts = (_lines(lines), *_rules(terms), _transfers(fund))
    return Brief(title, _asks(lines), _facts(terms, lines), parts)


def _asks(lines: list[tuple[BudgetLine, Balance]]) -> str:
    over = [line.called for line, of_it in lines if of_it.over_planned]
    if not over:
        return _("Note how much of the fund is left.")
    said = _("Say how planning is brought back within %(lines)s.")
    return said % {"lines": "; ".join(over)}


def _facts(
    terms: FundTerms, lines: list[tuple[BudgetLine, Balance]]
) -> tuple[tuple[str, str], ...]:
    total = total_of(of_it for _line, of_it in lines)
    years = f"{terms.first_year} – {terms.last_year}" if terms.last_year else terms.first_year
    return (
        (_("Given by"), f"{terms.funder} ({terms.get_source_display()})"),
        (_("Years"), years if terms.last_year else _("From %s on") % years),
        (_("Put in"), in_text(total.put_in)),
        (_("Planned by nobody yet"), _amount(total.headroom)),
        (_("What is left at the end of a year"), _carried(terms)),
    )


def _carried(terms: FundTerms) -> str:
    said = str(terms.get_carry_over_display())
    if terms.carry_over == CarryOver.SHARE:
        return f"{said}: {terms.carry_over_share}%"
    return said


def _lines(lines: list[tuple[BudgetLine, Balance]]) -> BriefPart:
    heading = _("Its budget lines")
    if not lines:
        return BriefPart(heading, _("It has no budget line yet."))
    rows = [_row(_name(line), line.year, of_it) for line, of_it in lines]
    by_year: dict[str, Balance] = {}
    for line, of_it in lines:
        by_year[line.year] = by_year.get(line.year, Balance()) + of_it
    if len(lines) > 1:
        rows.extend(_row(_("Together"), year, by_year[year]) for year in sorted(by_year))
    columns = (
        _("Line"),
        _("Year"),
        _("Put in"),
        _("Planned"),
        _("Committed"),
        _("Due or paid"),
        _("Left"),
    )
    return BriefPart(heading, "", columns, tuple(rows))


def _name(line: BudgetLine) -> str:
    name = line.purpose or _("Any purpose")
    return _("%s (ring-fenced)") % name if line.is_ring_fenced else name


def _row(name: str, year: str, of_it: Balance) -> tuple[str, ...]:
    amounts = (of_it.put_in, of_it.planned, of_it.committed, of_it.due + of_it.paid)
    return (name, year, *map(in_text, amounts), _amount(of_it.headroom))


def _amount(amount: Decimal) -> str:
    """Also of what is below nothing."""
    return f"-{in_text(-amount)}" if amount < 0 else in_text(amount)


def _rules(terms: FundTerms) -> Iterator[BriefPart]:
    if terms.conditions:
        yield BriefPart(_("Conditions of its funder"), as_typed(terms.conditions))
    if terms.is_ring_fenced:
        words = ((_("Only on"), terms.spent_on), (_("Only by"), terms.spent_by))
        said = (f"**{term}:** {as_typed(one)}" for term, one in words if one)
        yield BriefPart(_("Its ring-fence"), "\n\n".join(said))


def _transfers(fund: Fund) -> BriefPart:
    waiting = len(transfers_waiting_in(fund))
    if not waiting:
        return BriefPart(_("Transfers"), _("None waits for a second person."))
    said = ngettext(
        "%d transfer between its lines waits for a second person.",
        "%d transfers between its lines wait for a second person.",
        waiting,
    )
    return BriefPart(_("Transfers"), said % waiting)
