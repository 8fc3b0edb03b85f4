"""Questions about registers: what was read in, and what was issued."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from almoner.core.models import Batch, Event
from almoner.core.states import BatchState
from almoner.organisations.models import Identifier, Organisation
from almoner.payments.models import Payment
from almoner.search.models import Gate
from almoner.search.queries import entries_behind

from .events import SpendEvent
from .models import Edition, ImportedFile, RejectedRow

SPEND = "spend"


def live_spend_batches() -> QuerySet[Batch]:
    return Batch.objects.filter(kind=SPEND, state=BatchState.LIVE)


def spend_batches_by_line(line: int, *, on: date) -> QuerySet[Batch]:
    """The batches of spend that were live when the ledger ended at a line, known by a day.

    Lines are written one at a time, so this is exact where a moment would leave open which of two
    transactions under way came first.
    """
    told = Event.objects.filter(kind=SpendEvent.IMPORTED, number__lte=line)
    references = [about.partition(":")[2] for about in told.values_list("about", flat=True)]
    return Batch.objects.filter(reference__in=references, known_from__lte=on)


def rows_of_spend(batch: Batch) -> list[QuerySet[Any]]:
    """All that came with a batch of spend, children first."""
    models = (RejectedRow, Payment, Identifier, Organisation)
    return [
        entries_behind(batch.reference),
        Gate.objects.filter(name=batch.reference),
        *(model._default_manager.filter(batch=batch) for model in models),
    ]


def imported_files() -> QuerySet[ImportedFile]:
    """Every file whose rows are live, newest first."""
    return ImportedFile.objects.select_related("batch").order_by("-batch__recorded_at", "-pk")


def rejected_rows_of(batch: Batch) -> QuerySet[RejectedRow]:
    return RejectedRow.objects.filter(batch=batch).order_by("row_number")


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
