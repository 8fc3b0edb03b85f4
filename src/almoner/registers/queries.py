"""Questions about registers: what was read in, and what was issued."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.core.models import Batch, Event
from almoner.core.references import name_of
from almoner.core.states import BatchState
from almoner.organisations.models import Identifier, Organisation
from almoner.payments.matched import what_is_matched_with
from almoner.payments.models import Payment
from almoner.search.models import Gate
from almoner.search.queries import entries_behind

from .events import IMPORTED, ImportEvent
from .kinds import Register
from .models import DoubtfulMatch, Edition, ImportedFile, RejectedRow


def live_batches(register: Register) -> QuerySet[Batch]:
    return Batch.objects.filter(kind=register, state=BatchState.LIVE)


def batches_by_line(register: Register, line: int, *, on: date) -> QuerySet[Batch]:
    """The batches of a register that were live when the ledger ended at a line, known by a day.

    Lines are written one at a time, so this is exact where a moment would leave open which of two
    transactions under way came first.
    """
    live = _told(IMPORTED[register], line) - _told(ImportEvent.UNDONE, line)
    return Batch.objects.filter(kind=register, reference__in=live, known_from__lte=on)


def _told(kind: ImportEvent, line: int) -> set[str]:
    """The batches of which the ledger says this up to a line."""
    told = Event.objects.filter(kind=kind, number__lte=line)
    return {about.partition(":")[2] for about in told.values_list("about", flat=True)}


def rows_of_import(batch: Batch) -> list[QuerySet[Any]]:
    """All that came with a batch of any register, children first."""
    models = (
        RejectedRow,
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


def doubtful_matches_of(batch: Batch) -> QuerySet[DoubtfulMatch]:
    found = DoubtfulMatch.objects.filter(batch=batch)
    return found.select_related("organisation", "other").order_by("pk")


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
    ]


def _editions_after(batch: Batch) -> QuerySet[Edition]:
    told = Event.objects.filter(kind=IMPORTED[Register(batch.kind)], about=name_of(batch))
    lines = told.values("number")
    return editions_of(batch.kind).filter(line__gte=Subquery(lines[:1])).order_by("pk")


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


def editions_of(dataset: str) -> QuerySet[Edition]:
    """Every edition of a dataset, the newest period and number first."""
    return Edition.objects.filter(dataset=dataset).order_by("-period", "-number")


def edition_numbered(dataset: str, period: str, number: int | None = None) -> Edition:
    """The edition with that number, or the last one of the period. Raises Edition.DoesNotExist."""
    editions = editions_of(dataset).filter(period=period)
    if number is not None:
        editions = editions.filter(number=number)
    if found := editions.first():
        return found
    raise Edition.DoesNotExist


def every_edition() -> QuerySet[Edition]:
    """Every edition of every dataset, the last issued first."""
    return Edition.objects.order_by("-issued_at", "-pk")
