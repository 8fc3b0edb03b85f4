"""Rows that carry our references, made whole by what the register says of them.

What a file has no column for is as it was, and what it says again is exactly as it was: a
spreadsheet cuts long texts, and rounds a number of months.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from almoner.agreements.fields import FIELDS
from almoner.agreements.identity import Words, words_of
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.queries import live_versions, speaking
from almoner.agreements.states import AgreementKind
from almoner.opendata.problems import CODES
from almoner.opendata.tables import Value
from almoner.payments.models import Payment
from almoner.payments.queries import live_payments
from almoner.publication.spreadsheets import cut
from almoner.registers.files import (
    PAYMENT_STANDS,
    REFERENCE_TWICE,
    UNKNOWN_REFERENCE,
    FileRow,
    RegisterFile,
)
from almoner.registers.kinds import KEPT, KINDS
from almoner.registers.ours import dictionary_of

Values: TypeAlias = Mapping[str, Value]


class Completion(ABC):
    """Completes the rows of one file, chunk by chunk, and leaves out what cannot be so."""

    def __init__(self, file: RegisterFile, *, publisher: str, known_from: date) -> None:
        self.file, self.publisher, self.known_from = file, publisher, known_from
        self.dictionary = dictionary_of(file.register)
        self._seen: set[str] = set()

    def rows(self, rows: Sequence[FileRow]) -> list[FileRow]:
        said = [row.ours for row in rows if row.rejection is None and row.ours]
        known = self.look_up(said) if said else {}
        return [row if row.ours is None or row.rejection else self._row(row, known) for row in rows]

    def _row(self, row: FileRow, known: Mapping[str, Any]) -> FileRow:
        if not row.ours:
            return row if self._may_be_new(row) else self.file.reject(row, CODES["missing-value"])
        if row.ours not in known:
            return self.file.reject(row, UNKNOWN_REFERENCE)
        if row.ours in self._seen:
            return self.file.reject(row, REFERENCE_TWICE)
        self._seen.add(row.ours)
        return self.complete(row, known[row.ours])

    def _may_be_new(self, row: FileRow) -> bool:
        """Whether the file has a column for everything that a row needs which nobody knows yet."""
        return all(row.fields & set(group) for group in self.dictionary.needs)

    @abstractmethod
    def look_up(self, references: Sequence[str]) -> Mapping[str, Any]:
        """What is known under these references."""

    @abstractmethod
    def complete(self, row: FileRow, known: Any) -> FileRow:
        """The row with all that is known of what it is about."""


class AgreementCompletion(Completion):
    """Of agreements of the publisher's register, by what speaks of them on the day."""

    def __init__(self, file: RegisterFile, *, publisher: str, known_from: date) -> None:
        super().__init__(file, publisher=publisher, known_from=known_from)
        self.kind = KINDS[file.register]
        fields = self.dictionary.fields
        self._numbers = {name for name, one in fields.items() if one.type == "number"}

    def look_up(
        self, references: Sequence[str]
    ) -> dict[str, tuple[Agreement, AgreementVersion | None]]:
        found = Agreement.objects.filter(
            kind=self.kind, publisher=self.publisher, reference__in=references
        )
        said = speaking(live_versions(self.kind).filter(agreement__in=found), on=self.known_from)
        speaks = {version.agreement_id: version for version in said.select_related(None)}
        return {str(one): (one, speaks.get(one.pk)) for one in found}

    def complete(self, row: FileRow, known: tuple[Agreement, AgreementVersion | None]) -> FileRow:
        agreement, version = known
        if version is None:  # nothing of it speaks on that day, so there is nothing to complete
            if not self._may_be_new(row):
                return self.file.reject(row, CODES["missing-value"])
            return replace(row, of=agreement.pk)
        before = values_of(self.kind, version, numbers=self._numbers)
        values, is_same = overlaid(before, row.values, row.fields)
        fingerprint = version.fingerprint if is_same else ""
        return replace(row, values=values, of=agreement.pk, fingerprint=fingerprint)


class PaymentCompletion(Completion):
    """Of payments that are live. One is evidence, so a row that says otherwise is left out."""

    def __init__(self, file: RegisterFile, *, publisher: str, known_from: date) -> None:
        super().__init__(file, publisher=publisher, known_from=known_from)
        self.changed_count = self.same_count = 0
        self._batches: set[int] = set()

    def look_up(self, references: Sequence[str]) -> dict[str, Payment]:
        return {str(one): one for one in live_payments().filter(reference__in=references)}

    def complete(self, row: FileRow, known: Payment) -> FileRow:
        self._batches.add(known.batch_id)
        before = payment_values(known)
        _, is_same = overlaid(before, row.values, row.fields & KEPT.keys())
        if is_same:
            self.same_count += 1
            self.file.sum_no_more(row)
            return replace(row, of=known.pk)
        self.changed_count += 1
        self.note_change(row, known)
        return self.file.reject(row, PAYMENT_STANDS)

    def note_change(self, row: FileRow, known: Payment) -> None:
        """For whoever shows some of what is changed."""

    @property
    def missing_count(self) -> int:
        """How many payments came with the same files, and are not in this one."""
        there = live_payments().filter(batch__in=self._batches).count()
        return there - self.same_count - self.changed_count


def words_of_row(kind: AgreementKind, publisher: str, row: FileRow) -> Words:
    """A row as it is compared: by our reference, if it has one."""
    words = words_of(kind, publisher, row.values)
    return replace(words, fingerprint=row.fingerprint or words.fingerprint, of=row.of)


def values_of(
    kind: AgreementKind, version: AgreementVersion, *, numbers: set[str]
) -> dict[str, Value]:
    """What a version says, as the reader would have it said."""
    values: dict[str, Value] = {}
    for one in FIELDS[kind]:
        said = getattr(version, one.column) if one.column else version.said.get(one.name)
        if said is not None and said != "":
            values[one.name] = Decimal(said) if one.name in numbers else said
    return values


def payment_values(payment: Payment) -> dict[str, Value]:
    said = {name: getattr(payment, column) for name, column in KEPT.items()}
    return {name: value for name, value in said.items() if value != ""}


def overlaid(before: Values, said: Values, fields: frozenset[str]) -> tuple[dict[str, Value], bool]:
    """What was known with what a row says of these fields over it, and whether that is the same."""
    values, is_same = dict(before), True
    for name in fields:
        if _is_said_again(before.get(name), said.get(name)):
            continue
        is_same = False
        if name in said:
            values[name] = said[name]
        else:
            values.pop(name, None)
    return values, is_same


def _is_said_again(before: Value | None, said: Value | None) -> bool:
    if isinstance(before, bool) or isinstance(said, bool):
        return before is said
    if isinstance(before, Decimal) and isinstance(said, Decimal):
        return f"{before:.2f}" == f"{said:.2f}"
    if isinstance(before, str) and isinstance(said, str):
        return _spaced(said) in {_spaced(before), _spaced(cut(before))}
    return before == said


def _spaced(text: str) -> str:
    return " ".join(text.split())
