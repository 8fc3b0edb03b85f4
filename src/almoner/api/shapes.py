"""What the answers look like, for their description. Answers are not made by way of these: rows are
written as they are read, past any schema, by the writers that make the downloads too.
"""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field, create_model

from almoner.publication.datasets import Dataset, Type

TYPES: dict[Type, Any] = {
    Type.TEXT: str | None,
    Type.DAY: date | None,
    Type.AMOUNT: float | None,
    Type.COUNT: int | None,
}


class Problem(Schema):
    """What is wrong with a request (RFC 9457)."""

    type: str = Field(description="Where the documentation tells of it")
    title: str
    status: int
    detail: str


class Revised(Schema):
    """An answer, and a digest of all that is public here: it changes whenever any of it may."""

    revision: str = Field(description="Changes whenever anything that is public here may have")
    address: str = Field(description="Where this answer stands")


class Paged(Revised):
    """A page of an order that never varies."""

    cursor: str | None = Field(
        description="Where this page ends. Keep it: ?since= gives what became known after it"
    )
    next: str | None = Field(description="The address of the next page, if there is one")


class ColumnOf(Schema):
    name: str
    about: str
    type: Literal["string", "date", "number", "integer"]
    unit: str


class RegisterOf(Schema):
    name: Literal["contracts", "grants", "spend"]
    title: str
    address: str
    totals: str
    ndjson: str
    csv: str
    columns: list[ColumnOf]


class Registers(Revised):
    registers: list[RegisterOf]


class Totals(Revised):
    count: int
    amount: float = Field(description="In pounds, over the rows that state an amount")
    without_amount: int = Field(description="How many rows state none")


class OrganisationOf(Schema):
    reference: str
    name: str
    identifiers: list[str]
    address: str


class Organisations(Paged):
    organisations: list[OrganisationOf]


class Received(Schema):
    count: int
    amount: float


class Organisation(Revised, OrganisationOf):
    payments: Received
    rows: dict[str, str] = Field(description="Where its rows stand, by register")


class EditionOf(Schema):
    reference: str
    duty: str | None
    dataset: str
    title: str
    period: str
    number: int
    issued_at: datetime
    rows: int | None = Field(description="Nothing, while its files are made again")
    address: str
    page: str


class Editions(Paged):
    editions: list[EditionOf]


class FileOf(Schema):
    name: str
    size: int
    sha256: str
    address: str


class TakenOut(Schema):
    """That rows were taken out of an edition: when, on which ground, and what stood there."""

    on: date
    ground: str
    digest: str


class Edition(Revised, EditionOf):
    law: str | None
    correction: str | None
    latest: str = Field(description="The address of the latest edition of the same period")
    ledger_line: int
    ledger_hash: str
    files: list[FileOf]
    taken_out: list[TakenOut]


class StandingOf(Schema):
    period: str | None
    due_on: date
    days_late: int
    is_too_early: bool = Field(description="Whether its period still runs")
    said: str


class DutyOf(Schema):
    code: str
    what: str
    dataset: str
    law: str | None
    commitment: str | None
    frequency: str | None
    within: str
    standing: StandingOf | None = Field(description="Nothing, where it is not published here yet")
    latest: EditionOf | None


class Duties(Revised):
    on: date
    duties: list[DutyOf]


class Start(Revised):
    body: str
    licence: str
    documentation: str
    description: str
    registers: str
    organisations: str
    editions: str
    duties: str


def row_of(dataset: type[Dataset]) -> type[Schema]:
    """A row of a dataset, under the very names of its columns."""
    fields: dict[str, Any] = {
        column.name: (
            str if column.key else TYPES[column.type],
            Field(description=f"{column.about}{', in pounds' if column.unit else ''}"),
        )
        for column in dataset.public_columns()
    }
    return create_model(f"{dataset.__name__}Row", __base__=Schema, **fields)


def page_of(dataset: type[Dataset]) -> type[Schema]:
    rows: dict[str, Any] = {"rows": (list[row_of(dataset)], ...), "dataset": (str, ...)}  # type: ignore[misc]  # made here
    return create_model(f"{dataset.__name__}Page", __base__=Paged, **rows)


def one_of(dataset: type[Dataset]) -> type[Schema]:
    row: dict[str, Any] = {"row": (row_of(dataset), ...), "dataset": (str, ...)}
    return create_model(f"{dataset.__name__}One", __base__=Revised, **row)
