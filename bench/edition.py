"""What an edition of 100,000 contracts costs in every format, against bare csv and XlsxWriter.

    .venv/bin/python -m bench.edition [ROWS]

Both write the same invented rows. The floor writes CSV and a workbook and nothing else; an edition
is also JSON, open contracting, the changes since an earlier one, the note on quality, and sums. The
runs are interleaved, three of each. An edition should take no more than 60 seconds and 300 MB.
"""

import statistics
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from almoner.opendata.standards import CONTRACTING, Publisher
from almoner.publication.datasets import Column, Dataset, Type
from bench.reader import measured

RUNS = 3
ROWS = 100_000
LIMIT_SECONDS, LIMIT_MB = 60, 300
WORDS = ("advice", "advocacy", "outreach", "refuge", "mediation")
OTHERS = ("casework", "training", "helpline", "support", "review")
SERVICES = "related services to people affected by crime across the area of Wexmoor"
PUBLISHER = Publisher(
    name="Wexmoor Office for Policing and Crime",
    identifier="GB-GOR-XX0000",
    website="https://wexmoor.example",
)


class Contracts(Dataset):
    """As many contracts as are wanted, in the columns of the Transparency Code and some more."""

    slug = "contracts"
    title = "Contracts"
    standard = CONTRACTING
    fields = {"organisation": "organisation_reference"}
    order = [("start_date", "end_date")]
    columns = [
        Column("public_reference", "Our reference of the contract", key=True),
        Column("reference", "The body's own reference", required=True),
        Column("title", "What it is called", required=True),
        Column("description", "What is bought", required=True),
        Column("department", "Who answers for it", required=True),
        Column("process", "How it came about", required=True),
        Column("procedure", "The procedure"),
        Column("category", "What sort of thing is bought"),
        Column("cpv_code", "Its code in the Common Procurement Vocabulary"),
        Column("supplier_name", "Who it is with", required=True),
        Column("organisation", "Our reference of the supplier"),
        Column("supplier_company_number", "Its number at Companies House"),
        Column("supplier_charity_number", "Its number as a charity"),
        Column("supplier_postcode", "Its postcode"),
        Column("supplier_sme", "Whether it is small or medium-sized", required=True),
        Column("supplier_vcse", "Whether it is voluntary or social", required=True),
        Column("award_date", "The day of the award", type=Type.DAY),
        Column("start_date", "Its first day", type=Type.DAY, required=True),
        Column("end_date", "Its last day, as agreed", type=Type.DAY, required=True),
        Column("current_end_date", "Its last day, as extended", type=Type.DAY),
        Column("latest_end_date", "Its last possible day", type=Type.DAY),
        Column("review_date", "When it is reviewed", type=Type.DAY, required=True),
        Column("duration_months", "How many months it runs", type=Type.COUNT),
        Column("extension_months", "By how many it can be extended", type=Type.COUNT),
        Column("value_total", "What is paid in all", unit="GBP", type=Type.AMOUNT, required=True),
        Column("value_annual", "What is paid in a year", unit="GBP", type=Type.AMOUNT),
        Column("irrecoverable_vat", "VAT not recovered", unit="GBP", type=Type.AMOUNT),
        Column("status", "How far it has come"),
        Column("notice_url", "Where its notice stands"),
        Column("area", "Where it is delivered"),
    ]

    def __init__(self, count, *, changed=0):
        self.count, self.changed = count, changed

    def rows(self):
        for number in range(self.changed // 100, self.count):
            yield self._row(number)

    def _row(self, number):
        start = date(2020, 4, 1) + timedelta(days=number % 2000)
        end = start + timedelta(days=365 * (1 + number % 4))
        value = Decimal(500_000 + number * 7919 % 90_000_000) / 100
        if self.changed and number % 50 == 0:
            value += 1
        word, other = WORDS[number % 5], OTHERS[number // 5 % 5]
        return (
            f"CON-{2020 + number % 6}-{number:06}",
            f"WOPC/{number:06}" if number % 9 else None,
            f"{word.title()} and {other} for victims of crime in Wexmoor, lot {number % 7}",
            f"{word.title()}, {other} and {SERVICES}, in line with the specification {number}.",
            "Commissioning and Partnerships",
            "Published invitation to tender",
            "Open procedure" if number % 3 else "Direct award",
            "Services",
            "85312310",
            f"{word.title()} {other.title()} {number % 9973} Ltd",
            f"ORG-{number % 9973:05}",
            f"{number % 9973 + 1_000_000:08}" if number % 2 else None,
            f"{number % 9973 + 1_100_000}" if number % 5 == 0 else None,
            "WX1 1AA",
            "Yes" if number % 4 else "No",
            "Yes" if number % 3 else None,
            start - timedelta(days=30),
            start,
            end,
            end if number % 6 else end + timedelta(days=180),
            end + timedelta(days=365),
            end - timedelta(days=180),
            12 * (1 + number % 4),
            12,
            value,
            (value / (1 + number % 4)).quantize(Decimal("0.01")),
            None,
            "Active",
            f"https://wexmoor.example/notices/{number:06}",
            "Wexmoor",
        )


def main():
    count = int(sys.argv[1]) if sys.argv[1:] else ROWS
    commands = {
        "csv and XlsxWriter": "write_floor",
        "an edition": "write_edition",
        "the next edition": "write_next_edition",
    }
    taken = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, function in commands.items():
            with tempfile.TemporaryDirectory() as folder:
                call = f"from bench import edition; edition.{function}({count}, {folder!r})"
                taken[name].append(measured([sys.executable, "-c", call]))
    print(f"{count:,} contracts of {len(Contracts.columns)} columns\n")
    print(f"{'':20}{'seconds':>10}{'times the floor':>18}{'peak MB':>10}")
    floor = statistics.median(seconds for seconds, _ in taken["csv and XlsxWriter"])
    for name, runs in taken.items():
        seconds = statistics.median(seconds for seconds, _ in runs)
        peak = max(peak for _, peak in runs)
        print(f"{name:20}{seconds:10.2f}{seconds / floor:18.1f}{peak:10.0f}")
    print(f"{'the limit':20}{LIMIT_SECONDS:10.2f}{'':18}{LIMIT_MB:10.0f}")


def write_floor(count, folder):
    import csv

    from xlsxwriter import Workbook

    dataset = Contracts(count)
    names = [column.name for column in dataset.columns]
    workbook = Workbook(f"{folder}/rows.xlsx", {"constant_memory": True})
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, names)
    with Path(folder, "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for place, row in enumerate(dataset.rows(), start=1):
            writer.writerow(row)
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(place, column, value, day)
                elif isinstance(value, Decimal | int):
                    sheet.write_number(place, column, value)
                elif value is not None:
                    sheet.write_string(place, column, value)
    workbook.close()


def write_edition(count, folder, *, earlier=None):
    from almoner.publication.full_packages import Issued, write_full_package

    issued = Issued(
        series="contracts",
        title="Contracts",
        period="2026-27-Q1",
        number=1,
        checkpoint=f"1:{'0' * 64}",
        at=datetime(2026, 7, 31, 9, tzinfo=UTC),
        publisher=PUBLISHER,
        address="https://wexmoor.example/editions/contracts/2026-27-Q1/1/",
    )
    dataset = Contracts(count, changed=count if earlier else 0)
    write_full_package(dataset, Path(folder), issued=issued, earlier=earlier)


def write_next_edition(count, folder):
    write_edition(count, folder, earlier=Contracts(count))


if __name__ == "__main__":
    main()
