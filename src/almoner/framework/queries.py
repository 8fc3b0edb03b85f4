"""Questions about the framework: what holds on a day, what is on its way, what a case keeps."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.db.models import QuerySet

from almoner.core.once import asked_once
from almoner.core.standing import kept_until_heard, kinds_of

from .contents import Framework
from .duties import Duty
from .events import FrameworkEvent
from .models import FrameworkText, FrameworkVersion, digest_of
from .parsed import parsed
from .reading import framework_called, text_called
from .states import OPEN, VersionState


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds on a day: an approved version or, before the first, what ALMONER_FRAMEWORK names.

    The latter has no reference and no first day.
    """

    framework: Framework
    digest: str
    reference: str = ""
    first_day: date | None = None

    @property
    def is_approved(self) -> bool:
        """Whether two people of the body have said that this is what holds."""
        return bool(self.reference)

    @property
    def text(self) -> str:
        """What its file says, to be kept or shown. It asks the database, or the file."""
        if self.reference:
            return FrameworkText.objects.get(digest=self.digest).text
        return text_called(settings.FRAMEWORK)


def approved_versions() -> QuerySet[FrameworkVersion]:
    """Approved versions in the order in which they came to hold."""
    approved = FrameworkVersion.objects.filter(state=VersionState.APPROVED)
    return approved.order_by("holds_from", "decided_at", "pk")


@asked_once
def framework_in_force(on: date) -> InForce:
    """What holds on a day, in one query; its text is read once in a process."""
    return _in_force(on)


@kept_until_heard(kinds_of(FrameworkEvent))
def _in_force(on: date) -> InForce:
    return _latest(approved_versions().filter(holds_from__lte=on))


def framework_on(on: date) -> Framework:
    """What the framework says on a day."""
    return framework_in_force(on).framework


def duty_as_it_last_was(code: str, *, on: date) -> Duty:
    """The duty of that code on a day or, where it is gone by then, as the last framework had it.

    Raises NoSuchDuty.
    """
    held = framework_on(on)
    if any(duty.code == code for duty in held.duties):
        return held.duty_called(code)
    for earlier in reversed(_frameworks_ever()):
        if any(duty.code == code for duty in earlier.duties):
            return earlier.duty_called(code)
    return held.duty_called(code)


def duty_codes_ever() -> set[str]:
    """The codes of all duties that any framework had: what began by one may end by another."""
    return {duty.code for framework in _frameworks_ever() for duty in framework.duties}


def framework_of(digest: str) -> Framework:
    """What the text of that digest says, which a version or a case keeps."""
    return parsed(digest, lambda: FrameworkText.objects.get(digest=digest).text)


def versions() -> QuerySet[FrameworkVersion]:
    """Every version, the latest first."""
    people = FrameworkVersion.objects.select_related("proposed_by", "decided_by", "text")
    return people.defer("text__text").order_by("-pk")


def open_versions() -> QuerySet[FrameworkVersion]:
    """Drafts, and what awaits a second person."""
    return versions().filter(state__in=OPEN)


def held_before(version: FrameworkVersion, *, on: date) -> InForce:
    """What a version is compared with: what held when it came to hold or, until it is approved,
    what will hold on the day on which it could.
    """
    if version.state == VersionState.APPROVED:
        earlier = approved_versions().filter(holds_from__lte=version.holds_from)
        return _latest(earlier.filter(decided_at__lt=version.decided_at))
    return framework_in_force(max(version.first_day, on))


def versions_that_follow(version: FrameworkVersion, *, on: date) -> QuerySet[FrameworkVersion]:
    """Approved versions that hold from a later day, and so will take its place."""
    day = version.holds_from or max(version.first_day, on)
    return approved_versions().filter(holds_from__gt=day)


def _frameworks_ever() -> list[Framework]:
    """What is chosen by setting, then every approved version, the latest last."""
    digests = approved_versions().values_list("text__digest", flat=True)
    return [framework_called(settings.FRAMEWORK), *map(framework_of, digests)]


def _latest(approved: QuerySet[FrameworkVersion]) -> InForce:
    found = approved.values_list("reference", "holds_from", "text__digest").last()
    if found is None:
        return _as_shipped(settings.FRAMEWORK)
    reference, first_day, digest = found
    return InForce(framework_of(digest), digest, reference, first_day)


@cache
def _as_shipped(name: str) -> InForce:
    return InForce(framework_called(name), digest_of(text_called(name)))
