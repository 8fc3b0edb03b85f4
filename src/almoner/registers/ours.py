"""Files that we wrote ourselves: which column is which, and the reference that each row carries.

An edition's rows, or what the workspace gives out to be mended, come back with their headings and
our references. No guess is needed, and each row is known by its reference, whatever was mended.
"""

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache

from msgspec import structs

from almoner.opendata.dictionaries import Dictionary, plain_heading, shipped
from almoner.opendata.headings import Found, find_table
from almoner.opendata.mappings import FixedLayout, Mapping
from almoner.opendata.spreadsheets import harmless
from almoner.opendata.tables import Table, Value
from almoner.publication.datasets import Column, registry

from .kinds import Register

REFERENCE = re.compile(r"(?:AGR|PAY)-[A-Z0-9]{12}")
MISSPELT = re.compile(r"(?:AGR|PAY)-\w{6,18}", re.IGNORECASE)
SAMPLE = 60  # rows below the headings among which a reference of ours shows whose file it is
# What is not for the public, and comes in a file to be mended beside what an edition holds.
INTERNAL = {
    Register.CONTRACTS: {
        "supplier_postcode": Column("SupplierPostcode", "Where the supplier is"),
        "contact": Column("Contact", "Whom to ask"),
    },
    Register.GRANTS: {
        "recipient_postcode": Column("recipient_postcode", "Where the recipient is"),
    },
    Register.SPEND: {
        "supplier_other_id": Column("supplier_number", "The payer's number of who was paid"),
    },
}
SPEND_FIELDS = {
    "paid_on": "date",
    "payer": "entity",
    "supplier": "supplier_name",
    "amount": "amount",
    "category": "category",
    "account": "account",
    "department": "department",
    "purpose": "purpose",
    "value_for_money": "value_for_money",
    "document_reference": "reference",
}


def key_of(register: Register) -> Column:
    return next(column for column in registry[register].columns if column.key)


def fields_of(register: Register) -> dict[str, str]:
    """By our headings: the field of the register that stands there, or "" for what is not read."""
    known = dictionary_of(register).fields
    named = SPEND_FIELDS if register == Register.SPEND else registry[register].fields
    said = {
        column.name: name if (name := named.get(column.name, "")) in known else ""
        for column in registry[register].columns
    }
    return said | {column.name: name for name, column in INTERNAL[register].items()}


def columns_to_mend(register: Register) -> list[Column]:
    """Our reference, then every column that can come back changed."""
    read = fields_of(register)
    columns = [*registry[register].columns, *INTERNAL[register].values()]
    return [key_of(register), *(column for column in columns if read[column.name])]


@dataclass(frozen=True, slots=True)
class OurMapping(Mapping):
    """Reads a table that we wrote by what we know of it, and leaves any other to be guessed."""

    layouts: tuple[FixedLayout, ...] = ()
    register: Register = field(kw_only=True)

    def find(self, rows: Sequence[Sequence[str]], *, names: Sequence[str]) -> Found | None:
        place = _place_of_headings(rows, key_of(self.register).name)
        if place is None:
            return None
        fixed = {plain_heading(name): said for name, said in fields_of(self.register).items()}
        there = {fixed.get(plain_heading(cell), "") for cell in rows[place]}
        dictionary = _asking_only_of(there, self.register)
        found = find_table(rows[place:], dictionaries=[dictionary], names=names, fixed=fixed)
        return found and Found(found.place + place, found.layout)


def dictionary_of(register: Register) -> Dictionary:
    return next(one for one in shipped() if one.kind == register)


@cache
def _asking_for(register: Register, needs: tuple[tuple[str, ...], ...]) -> Dictionary:
    return structs.replace(dictionary_of(register), needs=needs)


def _asking_only_of(there: AbstractSet[str], register: Register) -> Dictionary:
    """The dictionary, with no need of a column that somebody has taken out of the file."""
    needs = dictionary_of(register).needs
    return _asking_for(register, tuple(one for one in needs if there & set(one)))


def _place_of_headings(rows: Sequence[Sequence[str]], key: str) -> int | None:
    """The row that has the heading of our references, with some of them below it."""
    for place, row in enumerate(rows):
        columns = [n for n, cell in enumerate(row) if plain_heading(cell) == plain_heading(key)]
        for column in columns:
            below = (one[column] for one in rows[place + 1 : place + SAMPLE] if column < len(one))
            if any(REFERENCE.fullmatch(cell.strip()) for cell in below):
                return place
    return None


def column_of_references(table: Table, register: Register) -> int | None:
    """Where in a table our references stand; None where it has none, or a person reads them so."""
    key = plain_heading(key_of(register).name)
    return next(
        (
            column.index
            for column in table.layout.columns
            if plain_heading(column.header) == key and not column.field
        ),
        None,
    )


def reference_in(cell: str) -> str:
    """Our reference, perhaps misspelt; nothing where somebody else's stands."""
    text = cell.strip().upper()
    return text if MISSPELT.fullmatch(text) else ""


def as_written(values: MappingOf[str, Value]) -> dict[str, Value]:
    """Texts without the apostrophe that our CSV puts before what a spreadsheet would run."""
    return {
        name: value[1:]
        if isinstance(value, str) and value.startswith("'") and harmless(value[1:]) == value
        else value
        for name, value in values.items()
    }
