"""The forward plan: what waits to be checked, what stands on it, and how it is left."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from almoner.accounts.models import User

from .digests import digest_of
from .kinds import ValueBand
from .models import Commission, PlanEntry
from .queries import cases_visible_to, references_of
from .states import LIVE, ON_ITS_WAY, PLAN_LIFECYCLE, PlanState

BANDS = (
    (25_000, ValueBand.UNDER_25_000),
    (100_000, ValueBand.UNDER_100_000),
    (500_000, ValueBand.UNDER_500_000),
    (1_000_000, ValueBand.UNDER_1_MILLION),
    (5_000_000, ValueBand.UNDER_5_MILLION),
)


def band_of(value: Decimal) -> ValueBand:
    return next((band for below, band in BANDS if value < below), ValueBand.MORE)


def month_of(day: date) -> date:
    """The first day of its month: the plan says no day."""
    return day.replace(day=1)


def plan_entries_visible_to(user: User, *, on: date) -> QuerySet[PlanEntry]:
    """What is proposed for the plan or stands on it, of cases that somebody may see."""
    seen = cases_visible_to(user, on=on).order_by().values("pk")
    found = PlanEntry.objects.filter(state__in=ON_ITS_WAY, commission__in=seen)
    return found.select_related("commission", "written_by")


def cases_not_on_plan(user: User, *, on: date) -> QuerySet[Commission]:
    """The live cases that somebody leads, of which the plan says nothing."""
    said = PlanEntry.objects.filter(state__in=ON_ITS_WAY).values("commission")
    led = cases_visible_to(user, on=on).filter(
        lead__reference__in=references_of(user, on=on), state__in=LIVE, is_restricted=False
    )
    return led.exclude(pk__in=said)


def entry_on_its_way(commission: Commission, state: PlanState) -> PlanEntry | None:
    return PlanEntry.objects.filter(commission=commission, state=state).first()


def latest_entry(commission: Commission) -> PlanEntry | None:
    """What was last said of a case for the plan, whatever became of it."""
    return PlanEntry.objects.filter(commission=commission).order_by("-pk").first()


def digest_of_words(entry: PlanEntry) -> str:
    """Of what the public reads, so that the ledger tells whether it was ever said otherwise."""
    said = [entry.title, entry.purpose, entry.route, str(entry.band)]
    return digest_of([*said, entry.opens_in.isoformat(), entry.starts_in.isoformat()])


def end_entry(entry: PlanEntry, state: PlanState, *, at: datetime) -> None:
    """Within an operation."""
    PLAN_LIFECYCLE.check(entry.state, state)
    entry.state, entry.ended_at = state, at
    entry.save(update_fields=["state", "ended_at"])
