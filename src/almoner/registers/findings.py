"""Questions about findings: what waits to be judged, the words themselves, and who brought them in.

The words stand in the rows alone, and are read from there for whoever may judge them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Count, F, Min, QuerySet

from almoner.accounts.models import User
from almoner.agreements.fields import FIELDS
from almoner.agreements.models import AgreementVersion
from almoner.core.models import Batch
from almoner.core.states import BatchState
from almoner.opendata.safety import CHECKS, Check
from almoner.payments.models import Payment

from .held import findings_that_hold
from .kinds import KEPT, KINDS, Register, field_in_words
from .looking import Found, found_in
from .models import Finding, JudgedFinding, Sighting
from .reasons import FindingState


@dataclass(frozen=True, slots=True)
class OfACheck:
    """How much of what one check found in a register stands as it does."""

    register: Register
    check: Check
    findings: int
    rows: int


@dataclass(frozen=True, slots=True)
class Words:
    """A finding with the words it is about, and one of the rows that say them."""

    finding: Finding
    text: str
    words: str
    row: Payment | AgreementVersion
    rows: int

    @property
    def check(self) -> Check:
        return CHECKS[self.finding.code]

    @property
    def field_in_words(self) -> str:
        return field_in_words(self.finding.field)

    @property
    def around(self) -> tuple[str, str, str]:
        """The text before what gave it away, that itself, and the text after it."""
        before, found, after = self.text.partition(self.words)
        return (before, found, after) if found else ("", "", self.text)

    @property
    def thing(self) -> str:
        """The reference of what would be withheld: whoever is paid, or the agreement."""
        if isinstance(self.row, AgreementVersion):
            return self.row.agreement.reference
        return self.row.organisation.reference if self.row.organisation else ""


def live_findings(registers: Collection[Register]) -> QuerySet[Finding]:
    """The findings of which a row is live."""
    live = Sighting.objects.filter(batch__state=BatchState.LIVE)
    return Finding.objects.filter(register__in=registers, pk__in=live.values("finding"))


def findings_of(
    register: Register, code: str, *, state: FindingState = FindingState.WAITING
) -> QuerySet[Finding]:
    """Those of one check in a register that stand so, in the order in which they came."""
    return live_findings([register]).filter(code=code, state=state).order_by("pk")


def counts_by_check(
    registers: Collection[Register], *, state: FindingState = FindingState.WAITING
) -> list[OfACheck]:
    """How many findings there are, and how many rows say them: those that hold rows first."""
    sightings = Sighting.objects.filter(
        finding__register__in=registers, finding__state=state, batch__state=BatchState.LIVE
    )
    counts = sightings.order_by().values("finding__register", "finding__code")
    counts = counts.annotate(findings=Count("finding", distinct=True), rows=Count("pk"))
    order = list(CHECKS)
    found = [
        OfACheck(
            Register(one["finding__register"]),
            CHECKS[one["finding__code"]],
            one["findings"],
            one["rows"],
        )
        for one in counts
    ]
    return sorted(found, key=lambda one: (one.register, order.index(one.check.code)))


def not_brought_in_by(findings: QuerySet[Finding], actors: Collection[str]) -> QuerySet[Finding]:
    """Without those that hold rows which one of these people imported."""
    theirs = Sighting.objects.filter(
        finding__blocks=True,
        batch__state=BatchState.LIVE,
        batch__imported_file__imported_by__reference__in=[
            actor.removeprefix("person:") for actor in actors
        ],
    )
    return findings.exclude(pk__in=theirs.values("finding"))


def importers_of(finding: Finding) -> QuerySet[User]:
    """Whoever confirmed the import of a row that says it."""
    batches = finding.sightings.filter(batch__state=BatchState.LIVE).values("batch")
    return User.objects.filter(pk__in=batches.values("batch__imported_file__imported_by")).order_by(
        "pk"
    )


def sightings_of(finding: Finding) -> QuerySet[Sighting]:
    """The live rows that say it, the last imported first, with what they are about."""
    live = finding.sightings.filter(batch__state=BatchState.LIVE)
    return live.select_related(
        "batch", "payment__organisation", "version__organisation", "version__agreement"
    ).order_by("-batch__recorded_at", "pk")


def rows_held_of(batch: Batch) -> int:
    """How many rows that came with a batch are held now."""
    holding = Sighting.objects.filter(finding__in=findings_that_hold(), batch=batch)
    return holding.order_by().values("payment", "version").distinct().count()


def judgements_of(finding: Finding) -> QuerySet[JudgedFinding]:
    """All that was decided of it, the last first."""
    found = finding.judged.select_related("judgement__judged_by", "finding")
    return found.order_by("-pk")


def words_of(findings: Iterable[Finding]) -> list[Words]:
    """The words of findings, in three queries however many there are."""
    findings = list(findings)
    live = Sighting.objects.filter(finding__in=findings, batch__state=BatchState.LIVE)
    firsts = {
        one["finding"]: (one["first"], one["rows"])
        for one in live.order_by().values("finding").annotate(first=Min("pk"), rows=Count("pk"))
    }
    rows = Sighting.objects.filter(pk__in=[first for first, _ in firsts.values()]).select_related(
        "payment__organisation", "version__organisation", "version__agreement"
    )
    by_finding = {one.finding_id: one for one in rows}
    return [
        _words(finding, by_finding[finding.pk], firsts[finding.pk][1])
        for finding in findings
        if finding.pk in by_finding
    ]


def _words(finding: Finding, sighting: Sighting, rows: int) -> Words:
    row = sighting.payment or sighting.version
    assert row is not None  # a sighting is of one row
    said = said_by(row)
    found = found_in(Register(finding.register), finding.publisher, said)
    given_away = next((one.words for one in found if _is(one, finding)), "")
    return Words(finding, str(said.get(finding.field, "")), given_away, row, rows)


def _is(found: Found, finding: Finding) -> bool:
    return (found.code, found.field) == (finding.code, finding.field)


def said_by(row: Payment | AgreementVersion) -> dict[str, Any]:
    """What a row says, by canonical field: as the checks read it when it came."""
    if isinstance(row, Payment):
        said = {name: getattr(row, column) for name, column in KEPT.items()}
    else:
        kind = row.agreement.kind
        fields = next(FIELDS[one] for one in KINDS.values() if one == kind)
        said = row.said | {f.name: getattr(row, f.column) for f in fields if f.column}
    return {name: value for name, value in said.items() if value not in {None, ""}}


def seen_as(findings: QuerySet[Finding]) -> str:
    """A digest of findings and of how many rows say each: it changes with what somebody sees."""
    live = Sighting.objects.filter(finding__in=findings, batch__state=BatchState.LIVE)
    counts = live.order_by("finding").values("finding").annotate(rows=Count("pk"))
    said = counts.values_list(F("finding__digest"), "rows")
    return sha256("\n".join(f"{digest} {rows}" for digest, rows in said).encode()).hexdigest()


def digest_of(findings: Iterable[Finding]) -> str:
    """A digest of the digests of findings, in their order: all that a line says of their words."""
    return sha256("\n".join(one.digest for one in findings).encode()).hexdigest()
