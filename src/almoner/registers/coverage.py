"""Which rows of a register an edition holds: the one place where they are chosen."""

from datetime import date

from django.db.models import Q, QuerySet

from almoner.agreements.queries import Versions, agreements_of, in_force_on, made_between
from almoner.core.periods import Period
from almoner.framework.duties import Duty, Scope
from almoner.payments.models import Payment
from almoner.payments.queries import payments_in, payments_of
from almoner.publication.datasets import Coverage

from .kinds import KINDS, Register
from .queries import batches_by_line, repeated_by_line


def coverage_of(duty: Duty) -> Coverage:
    return Coverage(
        is_live_at_end=duty.scope == Scope.LIVE_AT_END, over=duty.over, at_most=duty.at_most
    )


def payments_covered(
    period: Period, *, line: int, on: date, coverage: Coverage
) -> QuerySet[Payment]:
    """Payments of a period. Money returned counts by its size, or totals would say too much."""
    payments = payments_in(payments_of(batches_by_line(Register.SPEND, line, on=on)), period)
    if coverage.over is not None:
        payments = payments.filter(Q(amount__gt=coverage.over) | Q(amount__lt=-coverage.over))
    if coverage.at_most is not None:
        payments = payments.filter(amount__gte=-coverage.at_most, amount__lte=coverage.at_most)
    return payments


def agreements_covered(
    register: Register,
    period: Period,
    *,
    line: int,
    on: date,
    coverage: Coverage,
    held: Q | None = None,
) -> Versions:
    """Agreements made in a period, or in force when it ended. No stated amount is no limit.

    Where what was said last of one is held, what was said before speaks.
    """
    batches = batches_by_line(register, line, on=on)
    said = agreements_of(KINDS[register], batches, on=on, held=held)
    said = said.exclude(pk__in=_repeated(said, line))
    if coverage.is_live_at_end:
        said = in_force_on(said, period.last_day)
    else:
        said = made_between(said, period.first_day, period.last_day)
    if coverage.over is not None:
        said = said.filter(Q(amount=None) | Q(amount__gt=coverage.over))
    if coverage.at_most is not None:
        said = said.filter(Q(amount=None) | Q(amount__lte=coverage.at_most))
    return said


def _repeated(said: Versions, line: int) -> list[int]:
    """The keys of those that only repeat another row, by what had been said at a line."""
    words = repeated_by_line(line)
    if not words:
        return []
    rows = said.filter(agreement__reference__in=words)
    found = rows.values_list("pk", "agreement__reference", "fingerprint")
    return [pk for pk, reference, fingerprint in found if words[reference] == fingerprint]
