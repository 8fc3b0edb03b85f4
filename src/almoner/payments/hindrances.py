"""What stands in the way of counting an agreement no more: payments that were made under it."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from almoner.agreements.models import Agreement
from almoner.agreements.states import HIDING
from almoner.core.hindrances import declare_hindrance

from .models import Match
from .states import MatchState


@declare_hindrance(HIDING)  # whoever confirms a match waits for the batches that its asker locked
def payments_under_these(agreements: Collection[int]) -> Iterator[str]:
    confirmed = Match.objects.filter(agreement__in=agreements, state=MatchState.CONFIRMED)
    for one in Agreement.objects.filter(pk__in=confirmed.values("agreement")).order_by("pk"):
        yield (
            _("Payments are matched with %(agreement)s. Match them with the other row first.")
            % {"agreement": one}
        )
