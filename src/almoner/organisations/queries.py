"""Questions about organisations."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from almoner.core.states import BatchState

from .models import Identifier, Organisation

IS_LIVE = Q(batch=None) | Q(batch__state=BatchState.LIVE)


def live_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(IS_LIVE)


def live_identifiers() -> QuerySet[Identifier]:
    return Identifier.objects.filter(IS_LIVE)


def organisations_named(matching_names: Collection[str]) -> dict[str, Organisation]:
    """The live organisation of each matching name: the earliest known, where several share one."""
    found = live_organisations().filter(matching_name__in=matching_names)
    return {organisation.matching_name: organisation for organisation in found.order_by("-pk")}
