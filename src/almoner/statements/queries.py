"""Questions about the standing pages: what the public reads, and what is on its way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from .licences import Licence
from .models import StatementVersion
from .pages import StandingPage
from .shipped import shipped_text
from .states import OPEN, VersionState

NOTICE = timedelta(days=30)
DEFAULT = Licence.OGL_3


@dataclass(frozen=True, slots=True)
class Standing:
    """A standing page as it is now: what the public reads, and the version on its way, if any."""

    page: StandingPage
    published: StatementVersion | None
    coming: StatementVersion | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether two people of the body have said that this is what it says."""
        return self.published is not None

    @property
    def text(self) -> str:
        return self.published.text if self.published else shipped_text(self.page, self.licence)

    @property
    def licence(self) -> Licence:
        """Under which licence the body publishes, if this is the page that says so."""
        return Licence(self.published.licence or DEFAULT) if self.published else DEFAULT

    def needs_review(self, on: date) -> bool:
        return bool(self.published and self.published.review_on and self.published.review_on <= on)


def versions_of(page: StandingPage) -> QuerySet[StatementVersion]:
    """Every version of a page, the latest first."""
    versions = StatementVersion.objects.filter(page=page).select_related("written_by", "decided_by")
    return versions.order_by("-pk")


def published_versions() -> QuerySet[StatementVersion]:
    return StatementVersion.objects.filter(state=VersionState.PUBLISHED).order_by(
        "decided_at", "pk"
    )


def open_versions() -> QuerySet[StatementVersion]:
    """Drafts, and what awaits a second person."""
    return StatementVersion.objects.filter(state__in=OPEN)


def standing_of(page: StandingPage) -> Standing:
    return Standing(page, published_versions().filter(page=page).last())


def standings() -> Iterator[Standing]:
    """Every page as it is, in two queries."""
    published = {one.page: one for one in published_versions().defer("text")}
    coming = {one.page: one for one in open_versions().select_related("written_by").defer("text")}
    return (Standing(page, published.get(page), coming.get(page)) for page in StandingPage)


def before(version: StatementVersion) -> str:
    """What the public read before a version, or reads until it is published."""
    earlier = published_versions().filter(page=version.page, pk__lt=version.pk).last()
    return earlier.text if earlier else shipped_text(StandingPage(version.page), Licence.OGL_3)


def licence_in_force() -> Licence:
    """Under which licence the body publishes."""
    return standing_of(StandingPage.LICENCE).licence


def reviews_due(on: date) -> Iterator[StatementVersion]:
    """The published versions that want to be looked at again within a month."""
    latest = {one.page: one for one in published_versions().defer("text")}
    return (one for one in latest.values() if one.review_on and one.review_on <= on + NOTICE)
