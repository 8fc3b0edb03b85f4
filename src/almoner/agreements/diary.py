"""The diary: what ends, is to be reviewed, or needs notice, and what was let slip."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User

from .managed import Managed, months_before, stewardships_on, with_management
from .models import AgreementVersion
from .queries import Versions
from .selections import counted_on
from .states import AgreementKind

MONTHS_AHEAD = 12


class Occasion(TextChoices):
    """Why a day stands in the diary."""

    NOTICE = "notice", _("Last day to give notice")
    REVIEW = "review", _("Review")
    ENDS = "ends", _("Ends")
    LATEST_END = "latest-end", _("Latest end, if extended as far as it can be")


@dataclass(frozen=True, slots=True)
class Entry:
    """A day of an agreement. It is overdue when it has passed and something is still to be done."""

    day: date
    occasion: Occasion
    managed: Managed
    is_overdue: bool

    @property
    def version(self) -> AgreementVersion:
        return self.managed.version


def diary(
    on: date,
    *,
    until: date | None = None,
    people: Iterable[User] | None = None,
    kind: AgreementKind | None = None,
    is_looked_after: bool | None = None,
) -> list[Entry]:
    """What is overdue, then each day to come until a year from a day, the soonest first.

    `people` narrows it to what they manage. Six queries, however much there is.
    """
    until = until or months_before(on, -MONTHS_AHEAD)
    versions = _worth_reading(on, until)
    if kind:
        versions = versions.filter(agreement__kind=kind)
    if people is not None:
        theirs = stewardships_on(on).filter(manager__in=people)
        versions = versions.filter(agreement__in=theirs.values("agreement"))
    found = with_management(versions, on=on)
    if is_looked_after is not None:
        found = [one for one in found if one.is_looked_after == is_looked_after]
    return entries_of(found, on=on, until=until)


def entries_of(found: Iterable[Managed], *, on: date, until: date) -> list[Entry]:
    """The days of some agreements, the soonest first."""
    entries = (entry for one in found for entry in _entries_of(one, on=on, until=until))
    return sorted(entries, key=attrgetter("day", "occasion", "version.pk"))


def near(on: date, *, until: date) -> list[Managed]:
    """All that is managed, and what else has a day until then or let one slip: four queries."""
    return with_management(_worth_reading(on, until), on=on)


def _worth_reading(on: date, until: date) -> Versions:
    """What is managed, and of the rest what has a day to come or missed its review."""
    coming = Q()
    for name in ("ends_on", "latest_end_on", "review_on"):
        coming |= Q(**{f"{name}__gte": on, f"{name}__lte": until})
    missed = Q(review_on__lt=on, ends_on__gte=on)
    managed = Q(agreement__in=stewardships_on(on).values("agreement"))
    return counted_on(on, is_as_at=False).filter(managed | coming | missed)


def _entries_of(one: Managed, *, on: date, until: date) -> Iterator[Entry]:
    for day, occasion in _days_of(one):
        if on <= day <= until:
            yield Entry(day, occasion, one, is_overdue=False)
        elif day < on and _is_still_to_do(one, occasion, on=on):
            yield Entry(day, occasion, one, is_overdue=True)


def _days_of(one: Managed) -> Iterator[tuple[date, Occasion]]:
    if one.notice_on:
        yield one.notice_on, Occasion.NOTICE
    if one.review_on:
        yield one.review_on, Occasion.REVIEW
    if one.ends_on:
        yield one.ends_on, Occasion.ENDS
    latest = one.version.latest_end_on
    if latest and latest != one.ends_on:
        yield latest, Occasion.LATEST_END


def _is_still_to_do(one: Managed, occasion: Occasion, *, on: date) -> bool:
    """Whether a day that has passed asks for something. What nobody manages and may have ended
    does not: a register keeps it for ever.
    """
    if occasion == Occasion.LATEST_END:
        return False
    if occasion == Occasion.ENDS:
        return one.manager is not None
    if one.ends_on is None:
        return one.manager is not None
    return one.ends_on >= on
