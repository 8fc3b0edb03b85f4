"""What reports may say of what was awarded in a year: by programme, place, kind and recipient.

Only what the public may read is named and counted, as today's withholdings say.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from almoner.agreements.models import AgreementVersion
from almoner.agreements.queries import Versions, made_between
from almoner.agreements.states import AgreementKind
from almoner.core.figures import Rows, Text, Unit, declare_figure
from almoner.core.periods import parse_year

from .publicity import public_agreements_as_at

MOST_ROWS = 15
SOURCE = _(
    "Grants and contracts awarded in the year that the public may read, by what the registers said"
)


def _declare(code: str, label: Text, heading: Text) -> Callable[[Callable[..., str]], None]:
    """Declare a table of what was awarded in a year, by what `name` says of each award."""

    def declare(name: Callable[[AgreementVersion], str]) -> None:
        def query(year: str, on: date) -> Rows:
            return tuple(_rows(name, year, on))

        query.__module__, query.__name__ = name.__module__, name.__name__
        declare_figure(
            code,
            label=label,
            unit=Unit.TABLE,
            source=SOURCE,
            takes=parse_year,
            columns=(heading, _("Awards"), _("Awarded"), _("Share")),
            page="public:grants",
            drawn_column=2,
            sums_up=True,
        )(query)

    return declare


@_declare("table.awards-by-programme", _("Awards of %(of)s by programme"), _("Programme"))
def programme(version: AgreementVersion) -> str:
    return version.said.get("programme") or version.said.get("category") or ""


@_declare("table.awards-by-fund", _("Awards of %(of)s by source of funding"), _("Funding"))
def funding(version: AgreementVersion) -> str:
    return version.said.get("funding_source") or ""


@_declare("table.awards-by-place", _("Awards of %(of)s by place"), _("Place"))
def place(version: AgreementVersion) -> str:
    return version.said.get("area") or ""


@_declare("table.awards-by-recipient-type", _("Awards of %(of)s by kind of recipient"), _("Kind"))
def recipient_type(version: AgreementVersion) -> str:
    return version.said.get("recipient_type") or ""


@_declare("table.awards-by-recipient", _("The largest recipients of %(of)s"), _("Recipient"))
def recipient(version: AgreementVersion) -> str:
    return version.organisation_name


def awarded_in(year: str, on: date) -> Iterator[Versions]:
    """What was awarded in a year, of each register, as was known on a day."""
    span = parse_year(year)
    for kind in AgreementKind:
        yield made_between(public_agreements_as_at(kind, on), span.first_day, span.last_day)


def _rows(
    name: Callable[[AgreementVersion], str], year: str, on: date
) -> Iterator[tuple[str, ...]]:
    """The largest, all others as one, and all together."""
    sums: dict[str, tuple[int, Decimal]] = {}
    for versions in awarded_in(year, on):
        for version in versions.order_by().iterator(chunk_size=1000):
            count, amount = sums.get(called := name(version), (0, Decimal(0)))
            sums[called] = count + 1, amount + (version.amount or 0)
    if not sums:
        return
    whole = _together(sums.values())
    largest = sorted(sums.items(), key=lambda item: (-item[1][1], item[0]))
    for called, these in largest[:MOST_ROWS]:
        yield _row(called or str(_("Not recorded")), these, whole)
    if rest := [these for _called, these in largest[MOST_ROWS:]]:
        yield _row(str(_("All others")), _together(rest), whole)
    yield _row(str(_("All together")), whole, whole)


def _together(sums: Iterable[tuple[int, Decimal]]) -> tuple[int, Decimal]:
    counts, amounts = zip(*sums, strict=True)
    return sum(counts), sum(amounts, Decimal(0))


def _row(called: str, these: tuple[int, Decimal], whole: tuple[int, Decimal]) -> tuple[str, ...]:
    share = f"{these[1] / whole[1]:.1%}" if whole[1] else "–"
    return called, f"{these[0]:,}", f"£{these[1]:,.0f}", share
