"""Questions about registers: what was read in, and what was issued."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from almoner.agreements.events import AgreementEvent
from almoner.agreements.managed import what_is_managed_of
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.core.models import Batch, Event
from almoner.core.references import name_of
from almoner.core.states import BatchState
from almoner.organisations.groups import Groups
from almoner.organisations.models import Identifier, Organisation
from almoner.papers.queries import what_is_kept_of
from almoner.payments.matched import what_is_matched_with
from almoner.payments.models import Payment
from almoner.search.models import Gate
from almoner.search.queries import entries_behind

from .events import IMPORTED, TAKES_EFFECT, FindingEvent, ImportEvent
from .kinds import Register
from .models import (
    DoubtfulMatch,
    DraftRow,
    Edition,
    EditionFile,
    Finding,
    ImportDraft,
    ImportedFile,
    MendedCell,
    Preparation,
    RejectedRow,
    ReplacementFile,
    Sighting,
    StandingAuthority,
    Tombstone,
    Withholding,
)
from .states import DRAFTS_UNDER_WAY, OPEN, UNDER_WAY, AuthorityState, DraftState

CONFIRMATIONS_NEEDED = 2
KEPT = timedelta(days=30)
STUCK = timedelta(hours=1)
ENDED = frozenset({DraftState.DONE, DraftState.DROPPED})


def live_batches(register: Register) -> QuerySet[Batch]:
    return Batch.objects.filter(kind=register, state=BatchState.LIVE)


def batches_by_line(register: Register, line: int, *, on: date) -> QuerySet[Batch]:
    """The batches of a register that were live when the ledger ended at a line, known by a day.

    Lines are written one at a time, so this is exact where a moment would leave open which of two
    transactions under way came first.
    """
    live = _told(IMPORTED[register], line) - _told(ImportEvent.UNDONE, line)
    return Batch.objects.filter(kind=register, reference__in=live, known_from__lte=on)


def repeated_by_line(line: int) -> dict[str, str]:
    """The agreements of which it had been said, when the ledger ended at a line, that they only
    repeat another, and the fingerprint of the words in which they do.
    """
    return {about: facts["words"] for about, facts in _said_repeated(line).items()}


def rows_at_one_by_line(line: int) -> Groups:
    """Rows of which it had been said, when the ledger ended at a line, that they are one."""
    said = {about: facts["of"] for about, facts in _said_repeated(line).items()}
    named = Agreement.objects.filter(reference__in={*said, *said.values()})
    keys = dict(named.values_list("reference", "pk"))
    return Groups({keys[about]: keys[of] for about, of in said.items()})


def _said_repeated(line: int) -> dict[str, Mapping[str, Any]]:
    """What the ledger says up to a line of each agreement that then only repeated another."""
    kinds = [AgreementEvent.REPEATED, AgreementEvent.SEPARATE]
    told = Event.objects.filter(kind__in=kinds, number__lte=line).order_by("number")
    last = {event.about.partition(":")[2]: event for event in told}
    return {
        about: event.facts for about, event in last.items() if event.kind == AgreementEvent.REPEATED
    }


def _told(kind: ImportEvent, line: int) -> set[str]:
    """The batches of which the ledger says this up to a line."""
    told = Event.objects.filter(kind=kind, number__lte=line)
    return {about.partition(":")[2] for about in told.values_list("about", flat=True)}


def rows_of_import(batch: Batch) -> list[QuerySet[Any]]:
    """All that came with a batch of any register, children first."""
    models = (
        Sighting,
        Finding,
        RejectedRow,
        MendedCell,
        DoubtfulMatch,
        AgreementVersion,
        Agreement,
        Payment,
        Identifier,
        Organisation,
    )
    return [
        entries_behind(batch.reference),
        Gate.objects.filter(name=batch.reference),
        *(model._default_manager.filter(batch=batch) for model in models),
    ]


def undone_and_indexed() -> list[Batch]:
    """Undone batches of which the index still has entries. They are not found."""
    undone = Batch.objects.filter(kind__in=Register.values, state=BatchState.UNDONE)
    return [batch for batch in undone if entries_behind(batch.reference).exists()]


def imported_files(register: Register) -> QuerySet[ImportedFile]:
    """Every file of a register whose rows are live, newest first."""
    live = ImportedFile.objects.filter(batch__kind=register, batch__state=BatchState.LIVE)
    return live.select_related("batch").order_by("-batch__recorded_at", "-pk")


def rejected_rows_of(batch: Batch) -> QuerySet[RejectedRow]:
    return RejectedRow.objects.filter(batch=batch).order_by("pk")


def mended_cells_of(batch: Batch) -> QuerySet[MendedCell]:
    return MendedCell.objects.filter(batch=batch).order_by("pk")


def doubtful_matches_of(batch: Batch) -> QuerySet[DoubtfulMatch]:
    found = DoubtfulMatch.objects.filter(batch=batch)
    return found.select_related("organisation", "other").order_by("pk")


def drafts_of(registers: Collection[Register]) -> QuerySet[ImportDraft]:
    """Imports in preparation of these registers, the last changed first. Reports are left out."""
    drafts = ImportDraft.objects.filter(register__in=registers).defer("report", "preview", "fixes")
    return drafts.select_related("started_by").order_by("-changed_at", "-pk")


def open_drafts_of(registers: Collection[Register]) -> QuerySet[ImportDraft]:
    return drafts_of(registers).exclude(state__in=ENDED)


def open_folders() -> set[str]:
    """The folders of files that are in preparation."""
    return set(ImportDraft.objects.exclude(state__in=ENDED).values_list("folder", flat=True))


def drafts_to_forget(*, at: datetime) -> QuerySet[ImportDraft]:
    """Those that nobody has touched for thirty days, and that nothing is being done to."""
    waiting = {DraftState.UPLOADED, DraftState.READ, DraftState.FAILED}
    return ImportDraft.objects.filter(state__in=waiting, changed_at__lt=at - KEPT).order_by("pk")


def drafts_left_lying(*, at: datetime) -> QuerySet[ImportDraft]:
    """Those that something should have been done to long ago: no worker runs, or it died."""
    return ImportDraft.objects.filter(
        state__in=DRAFTS_UNDER_WAY, changed_at__lt=at - STUCK, changed_at__gte=at - KEPT
    ).order_by("pk")


def rows_to_look_at(draft: ImportDraft) -> QuerySet[DraftRow]:
    return DraftRow.objects.filter(draft=draft).order_by("number")


def every_import_of(registers: Collection[Register]) -> QuerySet[ImportedFile]:
    """Every file of these registers that was read in, undone or not, the last first."""
    found = ImportedFile.objects.filter(batch__kind__in=registers)
    return found.select_related("batch", "imported_by").order_by("-pk")


def batch_made_live_for(draft: ImportDraft) -> Batch | None:
    """The batch that a draft became, if whoever imported it died before they could say so."""
    made = live_batches(Register(draft.register)).filter(
        source_digest=draft.digest,
        recorded_at__gte=draft.confirmed_at,
        imported_file__imported_by=draft.confirmed_by,
    )
    return made.order_by("pk").last()


def what_stands_on(batch: Batch) -> list[str]:
    """Why an import cannot be undone: everything that was made of it since, a sentence each."""
    return [
        *(
            _("%(edition)s was issued after it.") % {"edition": edition}
            for edition in _editions_after(batch)
        ),
        *(
            _("%(batch)s was compared with it.") % {"batch": other}
            for other in _batches_compared_with(batch)
        ),
        *(
            _("%(batch)s speaks of organisations or agreements that came with it.")
            % {"batch": other}
            for other in _batches_speaking_of(batch)
        ),
        *what_is_matched_with(batch),
        *what_is_managed_of(batch),
        *what_is_kept_of(batch),
        *_what_is_merged_with(batch),
        *_rows_repeated_of(batch),
        *(
            _("%(withholding)s withholds what came with it.") % {"withholding": withholding}
            for withholding in _withholdings_of(batch)
        ),
    ]


def _editions_after(batch: Batch) -> QuerySet[Edition]:
    told = Event.objects.filter(kind=IMPORTED[Register(batch.kind)], about=name_of(batch))
    lines = told.values("number")
    return editions_from(batch.kind).filter(line__gte=Subquery(lines[:1])).order_by("pk")


def _batches_compared_with(batch: Batch) -> QuerySet[Batch]:
    """Later files of the same publisher's register that met what was known already.

    What a row said again added no version, so it stands on whichever batch said it before.
    """
    file = ImportedFile.objects.get(batch=batch)
    met = Q(imported_file__changed__gt=0) | Q(imported_file__same__gt=0)
    others = live_batches(Register(batch.kind)).filter(
        met, imported_file__publisher=file.publisher, imported_file__pk__gt=file.pk
    )
    return others.order_by("pk")


def _batches_speaking_of(batch: Batch) -> QuerySet[Batch]:
    theirs = Q(organisation__batch=batch)
    paid = Payment.objects.filter(theirs).values("batch")
    said = AgreementVersion.objects.filter(theirs | Q(agreement__batch=batch)).values("batch")
    others = Batch.objects.filter(Q(pk__in=paid) | Q(pk__in=said), state=BatchState.LIVE)
    return others.exclude(pk=batch.pk).order_by("pk")


def _what_is_merged_with(batch: Batch) -> list[str]:
    theirs = Organisation.objects.filter(batch=batch)
    if not theirs.filter(Q(survivor__isnull=False) | Q(members__isnull=False)).exists():
        return []
    return [_("Organisations that came with it are merged. Part them first.")]


def _rows_repeated_of(batch: Batch) -> list[str]:
    said = Agreement.objects.filter(versions__batch=batch)
    if not said.filter(Q(repeats__isnull=False) | Q(repeated__isnull=False)).exists():
        return []
    return [_("A row of it was said to repeat another. Take that back first.")]


def _withholdings_of(batch: Batch) -> QuerySet[Withholding]:
    """What came with a batch would come again under another reference, and not be withheld."""
    theirs = Q(organisation__batch=batch) | Q(agreement__batch=batch)
    return Withholding.objects.filter(theirs, state__in=UNDER_WAY).order_by("pk")


def editions_of(series: str) -> QuerySet[Edition]:
    """Every edition of a duty, or of a dataset before there were duties: the newest first."""
    ours = Q(duty=series) | Q(duty="", dataset=series)
    return Edition.objects.filter(ours).order_by("-period", "-number")


def editions_from(dataset: str) -> QuerySet[Edition]:
    """Every edition of a dataset's rows, for whichever duty, the newest period first."""
    return Edition.objects.filter(dataset=dataset).order_by("-period", "-number")


def edition_numbered(series: str, period: str, number: int | None = None) -> Edition:
    """The edition with that number, or the last one of the period. Raises Edition.DoesNotExist."""
    editions = editions_of(series).filter(period=period)
    if number is not None:
        editions = editions.filter(number=number)
    if found := editions.first():
        return found
    raise Edition.DoesNotExist


def every_edition() -> QuerySet[Edition]:
    """Every edition of every dataset, the last issued first."""
    return Edition.objects.order_by("-issued_at", "-pk")


@dataclass(frozen=True, slots=True)
class Served:
    """What is served of an edition: what was issued, or what replaced it."""

    row_count: int
    digest: str
    files: list[EditionFile] | list[ReplacementFile]


def served_of(edition: Edition) -> Served | None:
    """Nothing, while something was taken down and its replacement is not made."""
    last = tombstones_of(edition).last()
    if last is None:
        issued = list(edition.files.order_by("name"))
        return Served(edition.row_count, edition.digest, issued)
    if not hasattr(last, "replacement"):
        return None
    made = last.replacement
    return Served(made.row_count, made.digest, list(made.files.order_by("name")))


def served_row_counts(editions: Iterable[Edition]) -> dict[int, int]:
    """How many rows are served of each edition, by its key; of one that is not, none is said."""
    counts = {edition.pk: edition.row_count for edition in editions}
    stones = Tombstone.objects.filter(edition__in=counts).select_related("replacement")
    for stone in stones.order_by("pk"):
        if hasattr(stone, "replacement"):
            counts[stone.edition_id] = stone.replacement.row_count
        else:
            counts.pop(stone.edition_id, None)
    return counts


def tombstones_of(edition: Edition) -> QuerySet[Tombstone]:
    return edition.tombstones.select_related("withholding", "replacement").order_by("pk")


def editions_to_replace() -> list[Edition]:
    """Editions of which nothing is served until their replacement is made."""
    stones = Tombstone.objects.filter(replacement=None).values("edition")
    waiting = Edition.objects.filter(pk__in=stones).order_by("pk")
    return [edition for edition in waiting if served_of(edition) is None]


def lines_of_effect(withholdings: Iterable[Withholding]) -> list[int]:
    """The lines of the ledger from which these withholdings hold."""
    about = [name_of(withholding) for withholding in withholdings]
    told = Event.objects.filter(kind__in=TAKES_EFFECT, about__in=about)
    return list(told.order_by("number").values_list("number", flat=True))


def took_effect_after(line: int) -> bool:
    """Whether anything was withheld since the ledger ended at a line."""
    return Event.objects.filter(kind__in=TAKES_EFFECT, number__gt=line).exists()


def reopened_after(line: int) -> bool:
    """Whether anything found safe was to be judged anew since the ledger ended at a line."""
    return Event.objects.filter(kind=FindingEvent.REOPENED, number__gt=line).exists()


def undone_after(line: int) -> bool:
    """Whether any import was undone since the ledger ended at a line."""
    return Event.objects.filter(kind=ImportEvent.UNDONE, number__gt=line).exists()


def withholdings_listed() -> QuerySet[Withholding]:
    """Every withholding with all that its page names, those to be reviewed first on top."""
    found = Withholding.objects.select_related(
        "organisation", "agreement", "proposed_by", "decided_by", "lifting_proposed_by", "lifted_by"
    )
    return found.order_by("review_on", "pk")


def open_preparations() -> QuerySet[Preparation]:
    """Editions on their way, the earliest drafted first, with those who made them."""
    found = Preparation.objects.filter(state__in=OPEN)
    people = found.select_related("drafted_by", "submitted_by", "review")
    return people.order_by("drafted_at", "pk")


def authorities_in_force(*, on: date) -> QuerySet[StandingAuthority]:
    """Standing authorities that hold on a day, with how many publishers confirmed each."""
    return with_confirmations().filter(
        state=AuthorityState.IN_FORCE, valid_from__lte=on, valid_to__gte=on
    )


def with_confirmations() -> QuerySet[StandingAuthority]:
    """Every standing authority, the latest first, with whom it names and its confirmations."""
    found = StandingAuthority.objects.annotate(confirmed=Count("confirmations"))
    return found.select_related("proposed_by", "decided_by").order_by("-proposed_at", "-pk")


def authorities_waiting(people: set[str], *, on: date) -> QuerySet[StandingAuthority]:
    """Those that wait for a second publisher, and the operator's that none of these people, by
    reference, has confirmed: one question.
    """
    operators = operators_authorities_awaiting(on=on)
    theirs = operators.exclude(confirmations__confirmed_by__reference__in=people)
    proposed = Q(state=AuthorityState.PROPOSED)
    return with_confirmations().filter(proposed | Q(pk__in=theirs.order_by().values("pk")))


def operators_authorities_awaiting(*, on: date) -> QuerySet[StandingAuthority]:
    """Those that rest on the operator's word: fewer than two publishers have confirmed."""
    operators = authorities_in_force(on=on).filter(proposed_by=None)
    return operators.annotate(so_far=Count("confirmations")).filter(so_far__lt=CONFIRMATIONS_NEEDED)
