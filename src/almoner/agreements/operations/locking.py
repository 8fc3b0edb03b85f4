"""Holding an agreement still while somebody decides about it."""

from collections.abc import Collection
from datetime import date

from almoner.agreements.managed import stewardship_of
from almoner.agreements.models import Agreement, AgreementVersion, Stewardship
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Batch
from almoner.core.states import BatchState


def lock_live(agreement: Agreement) -> Agreement:
    """Let nobody undo the imports that speak of it, nor decide about it, meanwhile.

    Raises IllegalTransition where no live import speaks of it.
    """
    lock_batches_of([agreement.pk])
    said = AgreementVersion.objects.filter(agreement=agreement, batch__state=BatchState.LIVE)
    if not said.exists():
        raise IllegalTransition(f"No live import speaks of {agreement}")
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


def lock_managed(agreement: Agreement, *, on: date) -> Stewardship:
    """Hold a managed agreement, and say who manages it. Raises IllegalTransition if nobody does."""
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    stewardship = stewardship_of(locked, on=on)
    if stewardship is None:
        raise IllegalTransition(f"Nobody manages {agreement}")
    return stewardship


def lock_batches_of(agreements: Collection[int]) -> None:
    """In one order, so that two who decide at once wait for each other and neither for both."""
    said = AgreementVersion.objects.filter(agreement__in=agreements)
    batches = Batch.objects.filter(pk__in=said.values("batch")).order_by("pk")
    list(batches.select_for_update().values_list("pk"))
