"""A small register of invented grants, with a column of every sort."""

from datetime import UTC, date, datetime
from decimal import Decimal

from almoner.opendata.standards import GRANTS
from almoner.publication.datasets import Access, Column, Dataset, Type
from almoner.publication.full_packages import Issued
from tests.opendata.standards.rows import PUBLISHER

ISSUED = Issued(
    series="grants",
    title="Grants",
    period="2026-03",
    number=2,
    checkpoint=f"7:{'a' * 64}",
    at=datetime(2026, 4, 30, 9, tzinfo=UTC),
    publisher=PUBLISHER,
    address="https://wexmoor.example/editions/grants/2026-03/2/",
)
REFUGE = (
    "GRT-1",
    "Ada",
    "Wexmoor Refuge",
    "A refuge",
    date(2026, 3, 4),
    date(2026, 4, 1),
    date(2027, 3, 31),
    Decimal("1200.50"),
    12,
)
ADVICE = ("GRT-2", "Ben", "0117 Advice", "=1+1", date(2026, 3, 9), None, None, Decimal(-5), None)


class Grants(Dataset):
    slug = "grants"
    title = "Grants"
    standard = GRANTS
    fields = {"reference": "public_reference", "recipient": "recipient_name"}
    order = [("start_date", "end_date")]
    columns = [
        Column("reference", "Our reference", key=True),
        Column("contact", "Whom to ask", access=Access.PERSONAL),
        Column("recipient", "Who was given it", required=True),
        Column("purpose", "What it is for", required=True),
        Column("award_date", "The day of the award", type=Type.DAY, required=True),
        Column("start_date", "Its first day", type=Type.DAY),
        Column("end_date", "Its last day", type=Type.DAY),
        Column("amount_awarded", "How much", unit="GBP", type=Type.AMOUNT, required=True),
        Column("duration_months", "How long", type=Type.COUNT),
    ]

    def __init__(self, *rows):
        self.held = rows

    def rows(self):
        yield from self.held


def changed(row, **to):
    names = [column.name for column in Grants.columns]
    return tuple(to.get(name, value) for name, value in zip(names, row, strict=True))
