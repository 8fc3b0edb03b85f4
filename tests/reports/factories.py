"""Reports, and payments of whole years for them to tell."""

from datetime import UTC, date, datetime
from decimal import Decimal

from almoner.accounts.roles import Role
from almoner.reports.operations import Asked, begin_report
from tests.factories import DAY, NOON, BatchFactory, PaymentFactory, official

AS_AT = DAY


def spend(year, pounds, *, known_from=date(2021, 4, 20)):
    """A payment of a financial year, as it became known on a day."""
    recorded_at = datetime(known_from.year, known_from.month, known_from.day, 9, tzinfo=UTC)
    batch = BatchFactory(known_from=known_from, recorded_at=recorded_at)
    paid_on = date(int(year[:4]), 6, 1)
    return PaymentFactory(
        batch=batch, paid_on=paid_on, month=f"{paid_on:%Y-%m}", amount=Decimal(pounds)
    )


def report(*, by=None, at=NOON, as_at=AS_AT, kind="audit-panel"):
    """A report that somebody has begun."""
    asked = Asked(kind=kind, title="Commissioning", panel="Joint audit panel", as_at=as_at)
    return begin_report(asked, by=by or writer(), at=at)


def writer():
    return official(Role.BOARD_SECRETARY)
