"""By which terms each of many meetings sat, in the database: for promises and figures about all."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from almoner.core.moments import LONDON

from .models import Meeting, Terms


def with_terms(meetings: QuerySet[Meeting]) -> QuerySet[Any]:
    """Meetings, each with `sat_on`, its London day, and the `quorum`, `papers_days` and `name` of
    the terms that held on it.
    """
    held = Terms.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=OuterRef("sat_on")),
        board=OuterRef("board"),
        valid_from__lte=OuterRef("sat_on"),
    ).order_by("-recorded_at", "-pk")
    dated = meetings.annotate(sat_on=TruncDate(F("starts_at"), tzinfo=LONDON))
    wanted = ("quorum", "papers_days", "name")
    return dated.annotate(**{name: Subquery(held.values(name)[:1]) for name in wanted})
