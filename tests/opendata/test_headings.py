from pathlib import Path

import pytest
from msgspec import Struct, toml

from almoner.opendata.dictionaries import shipped
from almoner.opendata.headings import (
    Found,
    Layout,
    find_table,
)


class Table(Struct, forbid_unknown_fields=True):
    """A table as somebody publishes it, and what its headings mean."""

    name: str
    file: str
    kind: str
    rows: str
    fields: dict[str, str] = {}
    fixed: dict[str, str] = {}

    @property
    def cells(self) -> list[list[str]]:
        lines = self.rows.strip("\n").splitlines()
        return [[cell.strip().replace("\\n", "\n") for cell in line.split("|")] for line in lines]


class Tables(Struct, forbid_unknown_fields=True):
    tables: list[Table]


TABLES = toml.decode(Path(__file__).with_name("headings.toml").read_bytes(), type=Tables).tables
CONTRACTS, GRANTS, SPEND = shipped()


def find(*rows: str, dictionaries=None, **more) -> Found | None:
    """What is found in rows whose cells stand between bars."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return find_table(cells, dictionaries=dictionaries or shipped(), **more)


def spend(*rows: str, **more) -> Layout:
    found = find(*rows, dictionaries=[SPEND], **more)
    assert found
    return found.layout


def said(layout: Layout) -> dict[str, str]:
    """The heading of each field; its number where the heading does not tell it from another."""
    headers = [column.header for column in layout.columns]
    return {
        column.field: column.header
        if headers.count(column.header) == 1
        else f"column {column.index + 1}"
        for column in layout.columns
        if column.field
    }


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_tables_as_publishers_write_them_are_understood(table):
    found = find_table(table.cells, dictionaries=shipped(), names=[table.file], fixed=table.fixed)

    assert (found.layout.dictionary.kind if found else "") == table.kind
    assert (said(found.layout) if found else {}) == table.fields
