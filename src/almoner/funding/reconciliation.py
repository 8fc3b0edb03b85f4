"""The proof that the book of pounds is in order: the lines that are not. There are none."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from .balances import balances_by
from .models import BudgetLine, Entry, Transfer
from .rules import pounds
from .states import PoundState, TransferState


@dataclass(frozen=True, slots=True)
class Fault:
    """A line whose entries do not add up, and what is wrong."""

    line: BudgetLine
    reason: str


def lines_that_do_not_reconcile() -> list[Fault]:
    """Every line whose sums are wrong, and why; none, unless something wrote past the operations.

    A line's states add up to what came in less what went out. No state is below nothing, but for
    plans that exceed what there is. Nothing has given up more than it had. Each transfer that was
    made left one line and reached another, once.
    """
    found = [*_sums_that_differ(), *_below_nothing(), *_given_up_twice(), *_half_transfers()]
    lines = BudgetLine.objects.select_related("fund").in_bulk({key for key, _reason in found})
    return [Fault(lines[key], reason) for key, reason in found]


def _sums_that_differ() -> Iterator[tuple[int, str]]:
    outside = PoundState.OUTSIDE
    given = (
        Entry.objects.order_by()
        .values_list("line_id")
        .annotate(
            more=Sum("amount", filter=Q(from_state=outside), default=0),
            less=Sum("amount", filter=Q(to_state=outside), default=0),
        )
    )
    balances = balances_by(Entry.objects.all(), "line_id")
    for line, more, less in given:
        if balances[(line,)].put_in != more - less:
            said = _("its states add up to %(sum)s, and %(given)s was put in")
            words = {"sum": pounds(balances[(line,)].put_in), "given": pounds(more - less)}
            yield line, said % words


def _below_nothing() -> Iterator[tuple[int, str]]:
    for (line,), balance in balances_by(Entry.objects.all(), "line_id").items():
        if not balance.is_sound:
            yield line, _("more was moved out of a state than was in it")


def _given_up_twice() -> Iterator[tuple[int, str]]:
    things = Entry.objects.exclude(what_for="")
    for (line, what_for), of_it in balances_by(things, "line_id", "what_for").items():
        if min(of_it.planned, of_it.committed, of_it.due, of_it.paid, of_it.recovered) < 0:
            said = _("%(thing)s has given up more than it had")
            yield line, said % {"thing": what_for.rpartition(":")[2]}


def _half_transfers() -> Iterator[tuple[int, str]]:
    left = Count("entries", filter=Q(entries__line=F("source"), entries__amount=F("amount")))
    reached = Count("entries", filter=Q(entries__line=F("target"), entries__amount=F("amount")))
    told = Transfer.objects.annotate(left=left, reached=reached, told=Count("entries"))
    is_made = Q(state=TransferState.MADE)
    whole = Q(left=1, reached=1, told=2)
    for transfer in told.filter((is_made & ~whole) | (~is_made & ~Q(told=0))):
        said = _("the transfer %(transfer)s was entered in part, or twice")
        yield transfer.source_id, said % {"transfer": transfer}
