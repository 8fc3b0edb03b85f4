"""What stands in the way of merging organisations: a withholding, which binds what is one."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

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
