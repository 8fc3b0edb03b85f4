"""Reading a file in preparation: what an import of it would do, and which rows to look at.

All of it is plain JSON, for the draft to keep and a page to show; nothing else is written.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from almoner.agreements.fields import FIELDS, columns_of, said_of
from almoner.agreements.identity import PARTY, Outcome, Settled, Words, settle
from almoner.agreements.models import AgreementVersion
from almoner.agreements.queries import agreements_known, known_agreements
from almoner.core.batches import CHUNK
from almoner.core.models import Batch
from almoner.opendata.dictionaries import plain_heading
from almoner.opendata.judging import written
from almoner.opendata.mappings import FixedLayout
from almoner.opendata.mappings import Mapping as ReaderMapping
from almoner.opendata.problems import Level, Problem
from almoner.opendata.reports import report
from almoner.opendata.safety import CHECKS
from almoner.opendata.sources import UnreadableFile, open_source
from almoner.opendata.tables import Table
from almoner.organisations.groups import head_of
from almoner.organisations.matching import Match, Matching
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.payments.queries import live_payments
from almoner.registers.files import (
    NAMES_NOBODY,
    FileRow,
    RegisterFile,
    Tally,
    explanation_of,
    kept,
    meaning_of,
    remedy_of,
)
from almoner.registers.kinds import KEPT, KINDS, Register
from almoner.registers.looking import HeldRow, Outlook
from almoner.registers.models import DraftRow, ImportDraft
from almoner.registers.models.imports import HELD
from almoner.registers.ours import dictionary_of

from .agreements import Comparison, chunks_of, places_of_the_same
from .completing import (
    AgreementCompletion,
    Completion,
    PaymentCompletion,
    payment_values,
    words_of_row,
)
from .intake import mention_of
from .spend import SpendIntake, adding, figures_of

MOST_LISTED = 200  # of each sort of thing in a preview
# To look at, of each level: nobody goes through more, and they are in memory at one time.
MOST_ROWS, MOST_CELLS = 5_000, 200_000
SAMPLED, SAMPLES = 200, 3
HEAD, FEWEST = 30, 2  # rows among which headings stand; headings that a table has
Json: TypeAlias = dict[str, Any]
TITLES = ("title", "purpose", "reference")
AMOUNTS = ("value_total", "amount_awarded", "value_annual", "amount")
PARTIES = ("supplier_name", "recipient_name")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was read of a file: the reader's report, the preview, and the rows to look at."""

    report: Json
    preview: Json
    rows: Sequence[DraftRow]
    rows_read: int


def file_of(draft: ImportDraft, path: Path) -> RegisterFile:
    """A draft's file, read as people decided."""
    register = Register(draft.register)
    mapping = None
    if draft.columns:
        columns = {plain_heading(heading): name for heading, name in draft.columns.items()}
        mapping = ReaderMapping((FixedLayout(dictionary_of(register), columns),))
    mends = {
        sheet: {int(number): texts for number, texts in rows.items()}
        for sheet, rows in draft.fixes.items()
    }
    return RegisterFile(path, register, mapping, mends)


def prepare(draft: ImportDraft, path: Path, *, progress: Callable[[Tally], None]) -> Prepared:
    """Read a draft's file to its end. Raises UnreadableFile."""
    file = file_of(draft, path)
    file.look()
    look = Look(draft, file)
    rows = look.listing(file.rows())
    while chunk := list(islice(rows, CHUNK)):
        look.over(chunk)
        progress(file.tally)
    said = report(file.name, file.tables, file.passed_over) | {"headings": look.headings()}
    preview = look.preview()
    read = file.tally.read
    if file.register in KINDS:
        preview |= compared(draft, file, look.words, look.outlook)  # reads the file again
    elif isinstance(look.completion, NotedChanges):
        preview |= look.completion.preview()
    preview |= held_rows(look.outlook)
    return Prepared(storable(said), storable(preview), look.rows_listed(), read)


@dataclass(slots=True)
class Look:
    """What is seen on the way through a file."""

    draft: ImportDraft
    file: RegisterFile
    rows: list[DraftRow] = field(default_factory=list)
    listed: Counter[str] = field(default_factory=Counter)
    listed_cells: Counter[str] = field(default_factory=Counter)
    unlisted: Counter[str] = field(default_factory=Counter)
    words: list[Words] = field(default_factory=list)
    doubts: list[Json] = field(default_factory=list)
    meets: list[Json] = field(default_factory=list)
    doubt_count: int = 0
    meets_count: int = 0
    # Of a batch that will never be, so that what is begun in it is told from what is known.
    matching: Matching = field(default_factory=lambda: Matching(Batch(pk=0)))
    samples: dict[str, list[str]] = field(default_factory=dict)
    held: dict[int, DraftRow] = field(default_factory=dict)
    completion: Completion = field(init=False)
    outlook: Outlook = field(init=False)

    def __post_init__(self) -> None:
        self.completion = completion_for(self.draft, self.file)
        self.outlook = Outlook(self.file.register, self.draft.publisher)

    def rows_listed(self) -> list[DraftRow]:
        """The rows to look at, less those that nothing holds after all."""
        stale = {id(row) for place, row in self.held.items() if place not in self.outlook.held}
        return [row for row in self.rows if id(row) not in stale]

    def listing(self, rows: Iterator[FileRow]) -> Iterator[FileRow]:
        """Look at each row while the table that it stands in is the last."""
        for row in rows:
            table = self.file.tables[-1]
            if table.tally.seen <= SAMPLED:
                self._sample(table, row)
            self._list(row)
            yield row

    def over(self, chunk: Sequence[FileRow]) -> None:
        accepted = []
        for read, row in zip(chunk, self.completion.rows(chunk), strict=True):
            if row.rejection is None:
                accepted.append(row)
            elif read.rejection is None:
                self._list(row)
        self._match(accepted)
        if kind := KINDS.get(self.file.register):
            self.words += [words_of_row(kind, self.draft.publisher, row) for row in accepted]
        else:
            accepted = adding(accepted)
            self._meet(accepted)
        self._foresee(accepted)

    def preview(self) -> Json:
        file, tally = self.file, self.file.tally
        return {
            "accepted": tally.accepted,
            "repaired": tally.repaired,
            "rejected": tally.rejected,
            "blank": tally.blank,
            "total": f"{tally.total:.2f}",
            "unlisted": dict(self.unlisted),
            "doubts": self.doubts,
            "doubt_count": self.doubt_count,
            "meets": self.meets,
            "meets_count": self.meets_count,
            "organisations_new": self.matching.begun_count,
            "organisations_met": self.matching.met_count,
            "not_kept": file.columns_not_kept,
            "passed_over": [asdict(one) for one in file.passed_over],
        }

    def headings(self) -> list[Json]:
        """Each heading once, as the mapping knows it, with what it is read as, and samples."""
        found: dict[str, Json] = {}
        for table in self.file.tables:
            for key, column in _keyed(table):
                found.setdefault(
                    key,
                    {
                        "key": key,
                        "header": column.header,
                        "field": column.field or "",
                        "confidence": column.confidence,
                        "reason": _("Our reference: each row is known by it.")
                        if self.file.holds_our_references(table, column)
                        else column.reason,
                        "samples": self.samples.get(key, []),
                    },
                )
        return list(found.values())

    def _list(self, row: FileRow) -> None:
        """Remember a row that somebody should look at."""
        problems = (row.rejection,) if row.rejection else row.repairs
        if problems:
            level = Level.REJECTED if row.rejection else Level.REPAIRED
            self._add(self.file.table_of(row), row, level, *problems)

    def _foresee(self, rows: Sequence[FileRow]) -> None:
        """Remember the rows that will be held, of those that add something."""
        for row in rows:
            if held := self.outlook.look(row):
                table = self.file.table_of(row)
                if listed := self._add(table, row, HELD, *_as_problems(table, held)):
                    self.held[held.place] = listed

    def _add(self, table: Table, row: FileRow, level: str, *problems: Problem) -> DraftRow | None:
        """List a row, unless as many are listed as anybody goes through."""
        if self.listed[level] >= MOST_ROWS or self.listed_cells[level] >= MOST_CELLS:
            self.unlisted[level] += 1
            return None
        self.listed[level] += 1
        self.listed_cells[level] += len(row.stands)
        first = problems[0]
        self.rows.append(
            DraftRow(
                draft=self.draft,
                number=len(self.rows) + 1,
                sheet=row.sheet,
                row_number=row.number,
                level=level,
                code=first.code,
                explanation=kept(explanation_of(first)),
                remedy=remedy_of(first),
                cells=storable(list(_cells(table, row, problems))),
            )
        )
        return self.rows[-1]

    def _sample(self, table: Table, row: FileRow) -> None:
        for key, column in _keyed(table):
            said = row.stands[column.index] if column.index < len(row.stands) else ""
            some = self.samples.setdefault(key, [])
            if said.strip() and len(some) < SAMPLES and said not in some:
                some.append(said[:80])

    def _match(self, rows: Sequence[FileRow]) -> None:
        register = self.file.register
        kind = KINDS.get(register)
        party = PARTY[kind] if kind else SpendIntake.party
        nobody = NAMES_NOBODY if kind else SpendIntake.names_nobody
        mentions = [mention_of(row, party=party, names_nobody=nobody) for row in rows]
        self.matching.look_up(mention for mention in mentions if mention)
        for row, mention in zip(rows, mentions, strict=True):
            match = self.matching.match(mention) if mention else None
            if match and match.doubt:
                self.doubt_count += 1
                if len(self.doubts) < MOST_LISTED:
                    self.doubts.append(_doubt(row, match))
        self.matching.newly_begun()
        self.matching.newly_identified()

    def _meet(self, rows: Sequence[FileRow]) -> None:
        """Notice payments that are live already, of the same day, amount, name and number."""
        # Every payment has a day and an amount, or its row is rejected.
        said_of_each: list[dict[str, Any]] = [row.values for row in rows]
        days, amounts = ({said[n] for said in said_of_each} for n in ("date", "amount"))
        known = set(
            live_payments()
            .filter(paid_on__in=days, amount__in=amounts)
            .values_list("paid_on", "amount", "supplier_name", "document_reference")
        )
        for row, said in zip(rows, said_of_each, strict=True):
            alike = said["date"], said["amount"], said["supplier_name"], said.get("reference", "")
            if alike in known:
                self.meets_count += 1
                if len(self.meets) < MOST_LISTED:
                    self.meets.append(_shown(row))


class NotedChanges(PaymentCompletion):
    """Payments that a file says otherwise than they are: the first of them are shown."""

    def __init__(self, file: RegisterFile, *, publisher: str, known_from: date) -> None:
        super().__init__(file, publisher=publisher, known_from=known_from)
        self.changes: list[Json] = []

    def note_change(self, row: FileRow, known: Payment) -> None:
        if len(self.changes) < MOST_LISTED:
            fields = list(_payment_differences(row, known))
            self.changes.append(_shown(row) | {"fields": fields})

    def preview(self) -> Json:
        """Nothing of a file that names no payment of ours."""
        figures = figures_of(self)
        if not figures.same and not figures.changed:
            return {}
        return {"figures": asdict(figures), "changed": self.changes}


def completion_for(draft: ImportDraft, file: RegisterFile) -> Completion:
    kind = AgreementCompletion if file.register in KINDS else NotedChanges
    return kind(file, publisher=draft.publisher, known_from=draft.known_from)


def _payment_differences(row: FileRow, known: Payment) -> Iterator[Json]:
    types, before = dictionary_of(Register.SPEND).fields, payment_values(known)
    for name in KEPT:
        if name in row.fields and before.get(name) != row.values.get(name):
            yield {
                "field": name,
                "type": types[name].type,
                "old": written(before.get(name)),
                "new": written(row.values.get(name)),
            }


def _keyed(table: Table) -> Iterator[tuple[str, Any]]:
    """The columns of a table by what a mapping calls them: a heading that is one, or its place."""
    columns = table.tally.layout.columns
    counts = Counter(plain_heading(column.header) for column in columns)
    for column in columns:
        words = plain_heading(column.header)
        is_named = words and counts[words] == 1
        yield column.header if is_named else f"column {column.index + 1}", column


def _as_problems(table: Table, held: HeldRow) -> Iterator[Problem]:
    """What holds a row, as what is wrong with its cells is told."""
    places = {column.field: column.index for column in table.layout.columns if column.field}
    for one in held.found:
        yield Problem(one.code, Level.NOTED, places.get(one.field), one.field, one.words)


def _cells(table: Table, row: FileRow, problems: Sequence[Problem]) -> Iterator[Json]:
    """The cells of a row under their headings, each with what is wrong with it."""
    columns = table.layout.columns
    at: dict[int | None, Problem] = {}
    for one in problems:
        at.setdefault(one.column, one)
    for place in range(max(len(columns), len(row.stands))):
        column = columns[place] if place < len(columns) else None
        problem = at.get(place)
        yield {
            "heading": (column.header if column else "") or f"column {place + 1}",
            "field": (column.field if column else "") or "",
            "text": row.stands[place] if place < len(row.stands) else "",
            "wrong": meaning_of(problem) if problem else "",
            "became": problem.became if problem else "",
        }


def _doubt(row: FileRow, match: Match) -> Json:
    return {
        "sheet": row.sheet,
        "row": row.number,
        "name": next((str(row.values[n]) for n in PARTIES if n in row.values), ""),
        "doubt": match.doubt,
        "organisation": _organisation(match.organisation),
        "other": _organisation(match.other) if match.other else None,
    }


def _organisation(found: Organisation) -> Json:
    one = head_of(found)
    return {"reference": one.reference if one.pk else "", "name": one.name}


def _shown(row: FileRow) -> Json:
    """A row in short: where it stands, what it is about, with whom, and for how much."""
    said = row.values
    amount = next((said[name] for name in AMOUNTS if name in said), None)
    return {
        "sheet": row.sheet,
        "row": row.number,
        "title": next((str(said[name]) for name in TITLES if name in said), ""),
        "party": next((str(said[name]) for name in PARTIES if name in said), ""),
        "day": written(said.get("date")),
        "amount": None if amount is None else f"{amount:.2f}",
    }


def held_rows(outlook: Outlook) -> Json:
    """How many rows would be held, and why: each is counted once, as it is listed."""
    counts = Counter(row.found[0].code for row in outlook.held.values())
    held = [
        {"code": code, "why": CHECKS[code].why, "rows": count}
        for code, count in counts.most_common()
    ]
    return {"held_count": len(outlook.held), "held": held}


def compared(
    draft: ImportDraft, file: RegisterFile, words: Sequence[Words], outlook: Outlook
) -> Json:
    """How the rows of a file of agreements compare with what is known."""
    kind = KINDS[file.register]
    known = known_agreements(kind, draft.publisher, on=draft.known_from)
    settled, missing = settle(words, known)
    comparison = Comparison(settled, missing)
    outlook.leave_out(places_of_the_same(settled))
    completion = completion_for(draft, file)
    accepted = (
        row
        for chunk in chunks_of(file.rows())
        for row in completion.rows(chunk)
        if row.rejection is None
    )
    new, changed = _some_of(accepted, settled)
    speaking = {
        version.agreement.pk: version
        for version in agreements_known(kind, draft.known_from).filter(
            agreement__in=[pk for _, pk in changed] + [one.pk for one in missing[:MOST_LISTED]]
        )
    }
    return {
        "figures": asdict(comparison.figures),
        "new": [_shown(row) for row in new],
        "changed": [
            _shown(row) | {"fields": list(_differences(file, row, speaking[pk]))}
            for row, pk in changed
            if pk in speaking
        ],
        "missing": [
            _missing(speaking[one.pk]) for one in missing[:MOST_LISTED] if one.pk in speaking
        ],
    }


def _some_of(
    rows: Iterator[FileRow], settled: Sequence[Settled]
) -> tuple[list[FileRow], list[tuple[FileRow, int]]]:
    """The first rows that are new, and the first that change what is known, with its key."""
    new: list[FileRow] = []
    changed: list[tuple[FileRow, int]] = []
    for row, one in zip(rows, settled, strict=False):
        if one.outcome == Outcome.NEW and len(new) < MOST_LISTED:
            new.append(row)
        elif one.outcome == Outcome.CHANGED and one.pk and len(changed) < MOST_LISTED:
            changed.append((row, one.pk))
        if len(new) == len(changed) == MOST_LISTED:
            break
    return new, changed


def _differences(file: RegisterFile, row: FileRow, version: AgreementVersion) -> Iterator[Json]:
    """Each field of which a row says something else than is known."""
    kind = KINDS[file.register]
    said: Mapping[str, Any] = columns_of(kind, row.values) | said_of(kind, row.values)
    types = dictionary_of(file.register).fields
    for one in FIELDS[kind]:
        old = getattr(version, one.column) if one.column else version.said.get(one.name)
        new = said.get(one.column or one.name)
        if (old or None) != (new or None):
            yield {
                "field": one.name,
                "type": types[one.name].type,
                "old": written(old),
                "new": written(new),
            }


def _missing(version: AgreementVersion) -> Json:
    return {
        "reference": version.agreement.reference,
        "title": version.said.get("title") or version.said.get("purpose", ""),
        "party": version.organisation_name,
        "amount": None if version.amount is None else f"{version.amount:.2f}",
    }


def headings_of(path: Path) -> list[Json]:
    """What seems to head a table that the reader does not know; nothing where there is no table.

    It is the row of most words among the first of the file's first sheet.
    """
    with suppress(UnreadableFile), open_source(path) as source:
        sheet = next(source.sheets)
        rows = [record.cells for record in islice(sheet.records, HEAD)]
        header = sheet.header or max(rows, key=_words_in, default=[])
        below = rows[rows.index(header) + 1 :] if header in rows else rows
        if sum(map(bool, header)) < FEWEST:
            return []
        counts = Counter(map(plain_heading, header))
        found: list[Json] = [
            {
                "key": cell
                if plain_heading(cell) and counts[plain_heading(cell)] == 1
                else f"column {place + 1}",
                "header": cell,
                "field": "",
                "confidence": 0.0,
                "reason": "",
                "samples": [row[place][:80] for row in below if row[place : place + 1]][:SAMPLES],
            }
            for place, cell in enumerate(header)
        ]
        return [storable(one) for one in found]
    return []


def _words_in(cells: Sequence[str]) -> int:
    return sum(any(map(str.isalpha, cell)) for cell in cells)


def storable(said: Any) -> Any:
    """Plain JSON as both databases can keep it: PostgreSQL's text has no NUL."""
    if isinstance(said, str):
        return kept(said)
    if isinstance(said, list):
        return [storable(one) for one in said]
    if isinstance(said, dict):
        return {kept(str(name)): storable(one) for name, one in said.items()}
    return said
