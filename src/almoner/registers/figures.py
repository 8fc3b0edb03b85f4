"""What reports may say of the registers: when they came out, and when they are due."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.figures import Rows, Unit, declare_figure
from almoner.core.moments import day_of, end_of, start_of
from almoner.core.periods import Quarter, parse_period, period_in_words
from almoner.framework.calendar import edition_due_on, period_ended_last, period_named
from almoner.framework.duties import Duty, Frequency, Scope, Subject
from almoner.framework.queries import framework_on

from . import figures_of_awards  # noqa: F401 - it declares the rest
from .models import Edition

REGISTERS = (Subject.GRANTS, Subject.CONTRACTS)
OFTEN = {
    Frequency.MONTHLY: gettext_lazy("month"),
    Frequency.QUARTERLY: gettext_lazy("quarter"),
    Frequency.YEARLY: gettext_lazy("year"),
}


def quarter(text: str) -> Quarter:
    """Read `2026-27-Q1`. Raises ValueError."""
    span = parse_period(text)
    if not isinstance(span, Quarter):
        raise ValueError(f"{text!r} is not a quarter: write 2026-27-Q1")  # noqa: TRY004 - its text
    return span


@declare_figure(
    "registers.last_published",
    label=gettext_lazy("When the registers of grants and contracts were last published"),
    unit=Unit.DAY,
    source=gettext_lazy("The day of the latest edition of a register of grants or of contracts"),
    page="public:editions",
)
def last_published(_parameter: str, on: date) -> date | None:
    latest = editions_of_registers(on).order_by("-issued_at").first()
    return day_of(latest.issued_at) if latest else None


@declare_figure(
    "registers.next_due",
    label=gettext_lazy("When the registers of grants and contracts are next due"),
    unit=Unit.DAY,
    source=gettext_lazy(
        "The first day, from this one on, by which a register is due: the duties of the framework"
        " that was in force"
    ),
    page="public:duties",
)
def next_due(_parameter: str, on: date) -> date | None:
    """Of the registers that hold what is live; of any other of grants and contracts if none do."""
    days = [_next_due(duty, on) for duty in register_duties(on)]
    return min(days, default=None)


@declare_figure(
    "registers.rhythm",
    label=gettext_lazy("How often the registers of grants and contracts are published"),
    unit=Unit.WORDS,
    source=gettext_lazy("The duties of the framework that was in force"),
    page="public:duties",
)
def rhythm(_parameter: str, on: date) -> str | None:
    """`quarter`, as in “each quarter”."""
    often = {duty.frequency for duty in register_duties(on) if duty.frequency}
    return " and ".join(str(words) for one, words in OFTEN.items() if one in often) or None


@declare_figure(
    "registers.missing",
    label=gettext_lazy("Editions of the registers that are late"),
    unit=Unit.COUNT,
    source=gettext_lazy(
        "Periods since the first that was published, over and past their day, of which no edition"
        " was out"
    ),
    page="public:duties",
)
def missing(_parameter: str, on: date) -> int | None:
    """None if none ever came out: then nobody can say since when they are late."""
    if not editions_of_registers(on).exists():
        return None
    return sum(1 for duty in register_duties(on) for _span in _late(duty, on))


@declare_figure(
    "editions.late",
    label=gettext_lazy("Editions that are late, of everything that must be published"),
    unit=Unit.COUNT,
    source=gettext_lazy(
        "Of each duty that has editions, periods since the first that was published, over and past"
        " their day, of which no edition was out"
    ),
    page="public:duties",
)
def late_editions(_parameter: str, on: date) -> int | None:
    """None if none of any duty ever came out."""
    if not editions_by(on).exists():
        return None
    return sum(1 for duty in _duties(on) for _span in _late(duty, on))


@declare_figure(
    "table.duties",
    label=gettext_lazy("What must be published, and how it stood"),
    unit=Unit.TABLE,
    source=gettext_lazy("The duties that have editions, by the framework that was in force"),
    columns=(
        gettext_lazy("What"),
        gettext_lazy("How often"),
        gettext_lazy("Last published"),
        gettext_lazy("Late editions"),
        gettext_lazy("Next due"),
    ),
    page="public:duties",
)
def duties_table(_parameter: str, on: date) -> Rows:
    return tuple(_row(duty, on) for duty in _duties(on))


@declare_figure(
    "table.editions",
    label=gettext_lazy("What was published in %(of)s"),
    unit=Unit.TABLE,
    source=gettext_lazy("Editions issued in the quarter, with their rows and digests"),
    takes=quarter,
    columns=(
        gettext_lazy("Duty"),
        gettext_lazy("Period"),
        gettext_lazy("Edition"),
        gettext_lazy("Published"),
        gettext_lazy("Rows"),
        gettext_lazy("In time"),
    ),
    page="public:editions",
)
def editions_in(parameter: str, on: date) -> Rows:
    """Each edition that came out in a quarter, corrections among them, as they came."""
    span = quarter(parameter)
    first, last = start_of(span.first_day), end_of(span.last_day)
    out = editions_by(on).filter(issued_at__gte=first, issued_at__lt=last)
    duties = {duty.code: duty for duty in framework_on(on).duties}
    return tuple(_edition_row(one, duties.get(one.duty)) for one in out.order_by("issued_at", "pk"))


def editions_by(on: date) -> QuerySet[Edition]:
    """The editions that were out when a day ended."""
    return Edition.objects.filter(issued_at__lt=end_of(on))


def editions_of_registers(on: date) -> QuerySet[Edition]:
    return editions_by(on).filter(dataset__in=REGISTERS)


def register_duties(on: date) -> list[Duty]:
    """The duties to publish the two registers; if some hold what is live, these alone."""
    mine = [duty for duty in _duties(on) if duty.dataset in REGISTERS]
    return [duty for duty in mine if duty.scope == Scope.LIVE_AT_END] or mine


def _duties(on: date) -> list[Duty]:
    return [duty for duty in framework_on(on).duties if not duty.is_continuous]


def _next_due(duty: Duty, on: date) -> date:
    period = period_ended_last(duty, on=on)
    while edition_due_on(duty, period) < on:
        period = period.following()
    return edition_due_on(duty, period)


def _late(duty: Duty, on: date) -> Iterator[object]:
    """The periods since the first that was published that are past their day."""
    out = set(editions_by(on).filter(duty=duty.code).values_list("period", flat=True))
    known = [text for text in out if _is_of(duty, text)]
    if not known:
        return
    period, last = period_named(duty, min(known)), period_ended_last(duty, on=on)
    while period.first_day <= last.first_day:
        if str(period) not in out and edition_due_on(duty, period) < on:
            yield period
        period = period.following()


def _is_of(duty: Duty, text: str) -> bool:
    try:
        period_named(duty, text)
    except ValueError:
        return False
    return True


def _row(duty: Duty, on: date) -> tuple[str, ...]:
    latest = editions_by(on).filter(duty=duty.code).order_by("-issued_at").first()
    return (
        duty.what,
        str(duty.frequency.label) if duty.frequency else "",
        day(day_of(latest.issued_at)) if latest else str(_("never")),
        str(sum(1 for _span in _late(duty, on))),
        day(_next_due(duty, on)),
    )


def _edition_row(edition: Edition, duty: Duty | None) -> tuple[str, ...]:
    issued_on = day_of(edition.issued_at)
    in_time = ""
    if duty and not edition.correction and _is_of(duty, edition.period):
        is_in_time = issued_on <= edition_due_on(duty, period_named(duty, edition.period))
        in_time = _("yes") if is_in_time else _("no")
    said = {"n": edition.number}
    return (
        duty.what if duty else edition.duty,
        period_in_words(parse_period(edition.period)),
        _("%(n)d, corrected") % said if edition.correction else str(edition.number),
        day(issued_on),
        f"{edition.row_count:,}",
        in_time or "–",
    )


def day(on: date) -> str:
    return date_format(on, "j F Y")
