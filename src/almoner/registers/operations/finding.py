"""Within an import: keep what the checks find in its rows, so that nobody reads them unjudged."""

from collections.abc import Iterator, Sequence

from almoner.agreements.models import AgreementVersion
from almoner.core.batches import stage
from almoner.core.models import Batch
from almoner.payments.models import Payment
from almoner.registers.files import FileRow
from almoner.registers.kinds import Register
from almoner.registers.looking import Found, HeldRows, found_in, held_rows
from almoner.registers.models import Finding, Sighting
from almoner.registers.reasons import FindingState


class Finder:
    """Looks the rows of a batch over, chunk by chunk, and keeps what is found with the batch."""

    def __init__(self, batch: Batch, *, publisher: str) -> None:
        self.batch, self.publisher = batch, publisher
        self.register = Register(batch.kind)
        self._held: list[tuple[str, int, list[Found]]] = []
        self._known: dict[str, Finding] = {}

    def stage(self, rows: Sequence[FileRow], made: Sequence[Payment | AgreementVersion]) -> None:
        """Keep what is found in rows, each of which became one of what was made of them."""
        of_rows = [found_in(self.register, self.publisher, row.values) for row in rows]
        found = [(one, kept) for some, kept in zip(of_rows, made, strict=True) for one in some]
        if not found:
            return
        begun = list(self._begin([one for one, _kept in found]))
        stage(self.batch, begun, list(self._sightings(found)), [])
        for row, some in zip(rows, of_rows, strict=True):
            self._hold(row, some)

    @property
    def held(self) -> HeldRows:
        """The rows so far that nobody reads until somebody has judged what was found in them."""
        return held_rows(self._held)

    def _begin(self, found: Sequence[Found]) -> Iterator[Finding]:
        """The findings that were never met before. Whatever was judged of the others holds."""
        unknown = {one.digest: one for one in found if one.digest not in self._known}
        met = Finding.objects.filter(digest__in=unknown)
        self._known |= {finding.digest: finding for finding in met}
        for digest, one in unknown.items():
            if digest not in self._known:
                self._known[digest] = finding = self._finding(one)
                yield finding

    def _finding(self, one: Found) -> Finding:
        return Finding(
            register=self.register,
            publisher=self.publisher,
            code=one.code,
            field=one.field,
            digest=one.digest,
            blocks=one.blocks,
            batch=self.batch,
        )

    def _sightings(
        self, found: Sequence[tuple[Found, Payment | AgreementVersion]]
    ) -> Iterator[Sighting]:
        for one, kept in found:
            sighting = Sighting(finding=self._known[one.digest], batch=self.batch)
            if isinstance(kept, Payment):
                sighting.payment = kept
            else:
                sighting.version = kept
            yield sighting

    def _hold(self, row: FileRow, found: Sequence[Found]) -> None:
        holding = [
            one
            for one in found
            if one.blocks and self._known[one.digest].state != FindingState.SAFE
        ]
        if holding:
            self._held.append((row.sheet, row.number, holding))
