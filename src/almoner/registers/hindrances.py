"""What stands in the way of merging organisations, or rows: a withholding of what would be one."""

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from almoner.agreements.models import AgreementVersion
from almoner.agreements.states import REPEATING
from almoner.core.hindrances import declare_hindrance
from almoner.organisations.states import MERGING

from .models import Withholding
from .operations.editions import lock_what_is_published
from .states import UNDER_WAY


@declare_hindrance(MERGING, hold=lock_what_is_published)
def withholdings_of_these(organisations: Collection[int]) -> Iterator[str]:
    """Whoever is merged into what is withheld would be withheld unasked, and whoever is parted from
    it, published.
    """
    found = Withholding.objects.filter(organisation__in=organisations, state__in=UNDER_WAY)
    for withholding in found.select_related("organisation").order_by("pk"):
        about = {"withholding": withholding, "name": withholding.thing}
        yield (
            _(
                "%(withholding)s withholds %(name)s, or is proposed to. Have it lifted or refused"
                " first. If another organisation is to be withheld too, withhold that by itself."
            )
            % about
        )


@declare_hindrance(REPEATING, hold=lock_what_is_published)
def withholdings_of_these_rows(agreements: Collection[int]) -> Iterator[str]:
    """A row must not be public because the one that it repeats is withheld, or the other way."""
    named = AgreementVersion.objects.filter(agreement__in=agreements).values("organisation")
    theirs = Q(agreement__in=agreements) | Q(organisation__in=named)
    theirs |= Q(covered__organisation__in=named)
    found = Withholding.objects.filter(theirs, state__in=UNDER_WAY).distinct()
    for withholding in found.order_by("pk"):
        about = {"withholding": withholding, "name": withholding.thing}
        yield (
            _("%(withholding)s withholds %(name)s, or is proposed to. Have it lifted first.")
            % about
        )
