"""What stands in the way of counting an agreement no more: what is kept or published of it."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from almoner.agreements.models import Agreement
from almoner.agreements.states import HIDING
from almoner.core.hindrances import declare_hindrance

from .queries import with_papers


@declare_hindrance(HIDING)
def papers_of_these(agreements: Collection[int]) -> Iterator[str]:
    """A copy that is out would be served no more, and documents would have no page."""
    for one in with_papers(Agreement.objects.filter(pk__in=agreements)):
        yield (
            _(
                "Documents or copies of %(agreement)s are kept. Keep them with the other row, and"
                " remove or withdraw them here first."
            )
            % {"agreement": one}
        )
