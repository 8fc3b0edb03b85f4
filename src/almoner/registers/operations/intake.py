"""How the rows of a file are staged, whatever the register: what is alike in all of them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.core.batches import stage
from almoner.core.models import Batch
from almoner.organisations.identifiers import Mention, numbers_of
from almoner.organisations.matching import Match, Matching
from almoner.organisations.models import Organisation
from almoner.organisations.search import entry_of_organisation
from almoner.payments.models import Payment
from almoner.registers.files import FileRow, explanation_of, remedy_of
from almoner.registers.models import DoubtfulMatch, RejectedRow
from almoner.search.models import Entry
from almoner.search.operations import gate_for, index_entries

from .completing import Completion
from .finding import Finder

NIL = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Figures:
    """How a file of agreements compares with what was known."""

    new: int = 0
    changed: int = 0
    same: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows there are, and what they come to."""

    count: int = 0
    amount: Decimal = NIL


@dataclass(frozen=True, slots=True)
class Made:
    """The rows of a batch that a chunk becomes, the parents they need first, and what the index
    says of them, once they are in the database.
    """

    own: Sequence[Payment | AgreementVersion]
    index: Callable[[], list[Entry]]
    parents: Sequence[Agreement] = ()


class Intake(ABC):
    """What a register makes of the rows of one file, chunk by chunk, within a batch.

    `made` is what should be in the database by now; `staged` asks what is.
    """

    party: str
    names_nobody: ClassVar[frozenset[str]]  # the reader's notes of a name that is no organisation's

    def __init__(self, batch: Batch, *, completion: Completion) -> None:
        self.batch, self.completion = batch, completion
        self.publisher = completion.publisher
        self.matching = Matching(batch)
        self.gate = gate_for(batch.reference)
        self.finder = Finder(batch, publisher=self.publisher)
        self.made = Sum()
        self.doubt_count = 0

    @property
    def figures(self) -> Figures:
        """How the file compares with what was known."""
        return Figures()

    def stage(self, rows: Sequence[FileRow]) -> None:
        """Add a chunk of rows to the batch, with all that they bring with them."""
        rows = self.completion.rows(rows)
        kept = self.adding([row for row in rows if row.rejection is None])
        matches = self._matched(kept)
        made = self.make(kept, [match.organisation if match else None for match in matches])
        begun, identified = self.matching.newly_begun(), self.matching.newly_identified()
        doubts = list(self._doubts(kept, matches))
        stage(self.batch, self._rejected(rows), begun, identified, doubts, made.parents, made.own)
        self.finder.stage(kept, made.own)
        index_entries([entry_of_organisation(one, gate=self.gate) for one in begun])
        index_entries(made.index())
        self.doubt_count += len(doubts)
        amount = sum((row.amount or NIL for row in made.own), self.made.amount)
        self.made = Sum(self.made.count + len(made.own), amount)

    def adding(self, rows: list[FileRow]) -> list[FileRow]:
        """Those of the rows that add something to what is known."""
        return rows

    @abstractmethod
    def make(self, rows: list[FileRow], organisations: list[Organisation | None]) -> Made:
        """What these rows become, each with its organisation."""

    @abstractmethod
    def staged(self) -> Sum:
        """What is in the batch by now."""

    def changed_agreements(self) -> Sequence[int]:
        """The agreements that everyone saw already, so that what the index says of them waits."""
        return ()

    def _matched(self, rows: list[FileRow]) -> list[Match | None]:
        mentions = [self._mention(row) for row in rows]
        self.matching.look_up(mention for mention in mentions if mention)
        return [self.matching.match(mention) if mention else None for mention in mentions]

    def _mention(self, row: FileRow) -> Mention | None:
        return mention_of(row, party=self.party, names_nobody=self.names_nobody)

    def _doubts(self, rows: list[FileRow], matches: list[Match | None]) -> Iterator[DoubtfulMatch]:
        for row, match in zip(rows, matches, strict=True):
            if match and match.doubt:
                yield DoubtfulMatch(
                    batch=self.batch,
                    sheet=row.sheet,
                    row_number=row.number,
                    doubt=match.doubt,
                    organisation=match.organisation,
                    other=match.other,
                )

    def _rejected(self, rows: Sequence[FileRow]) -> list[RejectedRow]:
        return [
            RejectedRow(
                batch=self.batch,
                sheet=row.sheet,
                row_number=row.number,
                code=row.rejection.code,
                explanation=explanation_of(row.rejection),
                remedy=remedy_of(row.rejection),
                cells=row.cells,
            )
            for row in rows
            if row.rejection
        ]


def mention_of(row: FileRow, *, party: str, names_nobody: frozenset[str]) -> Mention | None:
    """How a row names an organisation; None where it names none."""
    said = row.values
    name = str(said.get(f"{party}_name", ""))
    if not name or row.notes & names_nobody:
        return None
    return Mention(
        name,
        numbers_of(
            company=str(said.get(f"{party}_company_number", "")),
            charity=str(said.get(f"{party}_charity_number", "")),
            other=str(said.get(f"{party}_other_id", "")),
        ),
    )
