"""What the registers of contracts and of grants make of a row: a version of an agreement."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db.models import Count
from django.db.models import Sum as SumOf

from almoner.agreements.fields import columns_of, said_of
from almoner.agreements.identity import PARTY, Known, Outcome, Settled, settle
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.queries import agreements_known, known_agreements
from almoner.agreements.search import AGREEMENT, entry_of_agreement
from almoner.agreements.states import AgreementKind, Origin
from almoner.core.batches import CHUNK
from almoner.core.models import Batch
from almoner.organisations.models import Organisation
from almoner.registers.files import NAMES_NOBODY, FileRow, RegisterFile
from almoner.registers.held import dangers
from almoner.registers.kinds import KINDS, Register
from almoner.registers.looking import Outlook
from almoner.registers.models import Sighting
from almoner.search.operations import index_entries, remove_entries

from .completing import AgreementCompletion, Completion, words_of_row
from .intake import NIL, Figures, Intake, Made, Sum

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How each row of a file compares with what is known, in their order, and what is missing."""

    settled: Sequence[Settled]
    missing: Sequence[Known]

    @property
    def figures(self) -> Figures:
        outcomes = [one.outcome for one in self.settled]
        return Figures(
            new=outcomes.count(Outcome.NEW),
            changed=outcomes.count(Outcome.CHANGED),
            same=outcomes.count(Outcome.SAME),
            missing=len(self.missing),
        )


def compare(
    file: RegisterFile, *, publisher: str, known_from: date, outlook: Outlook | None = None
) -> Comparison:
    """Read a whole file and compare it with what its publisher's register said by a day.

    The outlook, if one is given, sees which rows are to be held. Raises UnreadableFile.
    """
    kind = KINDS[file.register]
    completion = AgreementCompletion(file, publisher=publisher, known_from=known_from)
    accepted = (
        row
        for chunk in chunks_of(file.rows())
        for row in completion.rows(chunk)
        if row.rejection is None
    )
    rows = outlook.over(accepted) if outlook else accepted
    words = [words_of_row(kind, publisher, row) for row in rows]
    settled, missing = settle(words, known_agreements(kind, publisher, on=known_from))
    if outlook:
        outlook.leave_out(places_of_the_same(settled))
    return Comparison(settled, missing)


def places_of_the_same(settled: Sequence[Settled]) -> Iterator[int]:
    """The places of the rows that say what is known already: no version comes of them."""
    return (place for place, one in enumerate(settled) if one.outcome == Outcome.SAME)


class AgreementIntake(Intake):
    """Versions of agreements, and agreements that are new. What was said before adds nothing."""

    names_nobody = NAMES_NOBODY

    def __init__(
        self, batch: Batch, *, completion: Completion, kind: AgreementKind, comparison: Comparison
    ) -> None:
        super().__init__(batch, completion=completion)
        self.kind, self.party = kind, PARTY[kind]
        self._figures = comparison.figures
        self._settled = iter(comparison.settled)
        self._of_row: dict[tuple[str, int], Settled] = {}
        self._seen_already: list[int] = []

    @property
    def figures(self) -> Figures:
        return self._figures

    def adding(self, rows: list[FileRow]) -> list[FileRow]:
        # A file that grew since it was compared is told by its digest, at the end.
        settled = zip(rows, islice(self._settled, len(rows)), strict=False)
        self._of_row = {
            (row.sheet, row.number): one for row, one in settled if one.outcome != Outcome.SAME
        }
        return [row for row in rows if (row.sheet, row.number) in self._of_row]

    def make(self, rows: list[FileRow], organisations: list[Organisation | None]) -> Made:
        known = Agreement.objects.in_bulk([one.pk for one in self._of_row.values() if one.pk])
        self._seen_already += known
        new: list[Agreement] = []
        versions: list[AgreementVersion] = []
        for row, organisation in zip(rows, organisations, strict=True):
            settled = self._of_row[row.sheet, row.number]
            words = words_of_row(self.kind, self.publisher, row)
            if settled.pk:
                agreement = known[settled.pk]
            else:
                agreement = self._agreement(words.identity, settled.occurrence)
                new.append(agreement)
            versions.append(self._version(agreement, row, organisation, words.fingerprint))
        # Whoever sees an agreement already goes on finding it, until the batch is live.
        unseen = [one for one in versions if one.agreement.pk not in known]
        return Made(
            versions, lambda: [entry_of_agreement(one, gate=self.gate) for one in unseen], new
        )

    def staged(self) -> Sum:
        found = AgreementVersion.objects.filter(batch=self.batch).aggregate(
            count=Count("*"), sum=SumOf("amount")
        )
        return Sum(found["count"], found["sum"] or NIL)

    def changed_agreements(self) -> Sequence[int]:
        return self._seen_already

    def _agreement(self, identity: str, occurrence: int) -> Agreement:
        return Agreement(
            kind=self.kind,
            origin=Origin.IMPORTED,
            publisher=self.publisher,
            identity=identity,
            occurrence=occurrence,
            batch=self.batch,
        )

    def _version(
        self,
        agreement: Agreement,
        row: FileRow,
        organisation: Organisation | None,
        fingerprint: str,
    ) -> AgreementVersion:
        return AgreementVersion(
            agreement=agreement,
            batch=self.batch,
            sheet=row.sheet,
            row_number=row.number,
            fingerprint=fingerprint,
            organisation=organisation,
            said=said_of(self.kind, row.values),
            **columns_of(self.kind, row.values),
        )


def index_agreements(kind: AgreementKind, keys: Iterable[int]) -> None:
    """Bring up to date what the index says of agreements; what nothing speaks of is not found."""
    for some in chunks_of(keys):
        speaking = agreements_known(kind, date.max).filter(agreement__in=some)
        found = [entry_of_agreement(version) for version in speaking]
        index_entries(found)
        silent = Agreement.objects.filter(pk__in=some).exclude(
            reference__in=[entry.reference for entry in found]
        )
        remove_entries(AGREEMENT, silent.values_list("reference", flat=True))


def index_agreements_of(batch: Batch) -> None:
    """Bring up to date what the index says of all agreements of which a batch spoke."""
    if kind := KINDS.get(Register(batch.kind)):
        versions = AgreementVersion.objects.filter(batch=batch).order_by("pk")
        index_agreements(kind, versions.values_list("agreement", flat=True).iterator())


def index_what_was_held(batch: Batch) -> None:
    """Within the operation that shows a batch or undoes it: say anew what speaks of agreements of
    which something dangerous was said. They are few.

    All others can wait. Of these the old entry may say what was held, and from this commit on that
    is not the last version any more, by which the public is kept from it.
    """
    register = Register(batch.kind)
    if register not in KINDS:
        return
    told = AgreementVersion.objects.filter(batch=batch).exclude(agreement__batch=batch)
    seen = Sighting.objects.filter(
        finding__in=dangers(), version__agreement__in=told.values("agreement")
    )
    keys = seen.order_by("version__agreement").values_list("version__agreement", flat=True)
    index_agreements(KINDS[register], keys.distinct())


def chunks_of(things: Iterable[T]) -> Iterator[list[T]]:
    left = iter(things)
    while some := list(islice(left, CHUNK)):
        yield some
