"""Questions about organisations."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from almoner.core.models import Batch
from almoner.core.states import BatchState

from .models import Identifier, Organisation

IS_LIVE = Q(batch=None) | Q(batch__state=BatchState.LIVE)


def live_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(IS_LIVE)


def live_identifiers() -> QuerySet[Identifier]:
    return Identifier.objects.filter(IS_LIVE)


def organisations_by_identifier(
    scheme: str, values: Collection[str], *, within: Batch
) -> dict[str, Organisation]:
    """The organisations a scheme's values stand for, as live or as staged in the same batch."""
    found = Identifier.objects.filter(IS_LIVE | Q(batch=within), scheme=scheme, value__in=values)
    return {found.value: found.organisation for found in found.select_related("organisation")}


def organisations_by_name(names: Collection[str], *, within: Batch) -> dict[str, Organisation]:
    """The organisation of each matching name: the earliest known, where several share one."""
    found = Organisation.objects.filter(IS_LIVE | Q(batch=within), matching_name__in=names)
    return {organisation.matching_name: organisation for organisation in found.order_by("-pk")}
