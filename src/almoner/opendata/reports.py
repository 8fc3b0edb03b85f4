"""What became of a file, as plain data: what `almoner read --json` prints, a line a file."""

from collections.abc import Sequence
from typing import Any

from .headings import Layout
from .problems import CODES, Level
from .reading import PassedOver
from .tables import Table
from .tallies import SHOWN, Tally


def report(
    file: str, tables: Sequence[Table], passed_over: Sequence[PassedOver] = ()
) -> dict[str, Any]:
    """A file whose tables were read to their ends."""
    return {
        "file": file,
        "tables": [_table(table) for table in tables],
        "passed_over": [
            {"sheet": passed.sheet, "rows": passed.rows, "why": passed.why}
            for passed in passed_over
        ],
        "problems": problems_of([table.tally for table in tables]),
    }


def _table(table: Table) -> dict[str, Any]:
    tally = table.tally
    return {
        "sheet": table.name,
        "header_row": table.header_number,
        "kind": table.kind,
        "columns": _columns(tally.layout),
        "rows": {
            "seen": tally.seen,
            "accepted": tally.accepted,
            "repaired": tally.repaired,
            "rejected": tally.rejected,
            "blank": tally.blank,
        },
        "money": {
            "field": tally.money_field,
            "accepted": f"{tally.money.accepted:.2f}",
            "rejected": f"{tally.money.rejected:.2f}",
            "unreadable": tally.money.unreadable,
            "other_currency": tally.money.other_currency,
        },
    }


def _columns(layout: Layout) -> list[dict[str, Any]]:
    fields = layout.dictionary.fields
    return [
        {
            "index": column.index,
            "header": column.header,
            # What only helps to read others, as a currency does, is no field of the rows.
            "field": None if column.field and fields[column.field].internal else column.field,
            "confidence": column.confidence,
        }
        for column in layout.columns
    ]


def problems_of(tallies: Sequence[Tally]) -> list[dict[str, Any]]:
    """What was said of the rows of all tables, a code each: rejections first, then the most.

    Counts are of rows; `fields` counts cells.
    """
    order = list(Level)
    codes: dict[str, dict[str, Any]] = {}
    for tally in tallies:
        for (code, level, name), said in tally.occurrences.items():
            entry = codes.setdefault(
                code,
                {
                    "code": code,
                    "level": level,
                    "message": CODES[code].meaning,
                    "remedy": CODES[code].remedy,
                    "count": 0,
                    "rejected": 0,
                    "fields": {},
                    "examples": [],
                },
            )
            entry["level"] = min(entry["level"], level, key=order.index)
            if name:
                entry["fields"][name] = entry["fields"].get(name, 0) + said.count
            entry["examples"] += said.examples[: SHOWN - len(entry["examples"])]
        for code, count in tally.rows_by_code.items():
            codes[code]["count"] += count
            codes[code]["rejected"] += tally.rejected_by_code[code]
    return sorted(codes.values(), key=lambda entry: (order.index(entry["level"]), -entry["count"]))
