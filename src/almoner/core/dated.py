"""Dated facts: what was true on a day, as it was known on a day.

A fact is never edited. Each version says what holds over some days (`valid_from` to `valid_to`,
both included; without an end, from then on) and when that was recorded. Over the days that two
versions share, the one recorded later speaks. Ending something is a version, too: it says that
from such a day the thing no longer holds.
"""

from datetime import date, datetime
from typing import TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from .moments import end_of


class DatedFact(models.Model):
    """One version of a fact. A subclass adds its subject, what is said of it, and a seal."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            )
        ]


Version = TypeVar("Version", bound=DatedFact)


def versions_on(
    versions: QuerySet[Version], *subject: str, on: date, known_before: datetime | None = None
) -> QuerySet[Version]:
    """The version that speaks for each subject on a day, by what was recorded before a moment.

    `subject` names the fields that say what a version is about. Without `known_before`, it is as
    now known.
    """
    spoken = versions.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    if known_before is not None:
        spoken = spoken.filter(recorded_at__lt=known_before)
    latest = Window(
        RowNumber(),
        partition_by=[F(name) for name in subject],
        order_by=[F("recorded_at").desc(), F("pk").desc()],
    )
    newest = spoken.annotate(_turn=latest).filter(_turn=1)
    # By key, or a caller's further filter would be asked before the window, not of its answer.
    return versions.filter(pk__in=newest.values("pk"))


def as_at(versions: QuerySet[Version], *subject: str, on: date) -> QuerySet[Version]:
    """What held on a day, by what was recorded before that London day ended."""
    return versions_on(versions, *subject, on=on, known_before=end_of(on))
