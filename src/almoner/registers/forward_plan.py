"""The forward plan as anyone may read it: what is coming, in words that two people agreed to.

Nothing of a restricted case is on it, whatever was said before, nor what names a withheld
organisation or is likely to go to one; and what was to start before this month is past.
"""

from collections.abc import Iterator
from datetime import date

from almoner.commissions.kinds import ValueBand
from almoner.commissions.models import PlanEntry
from almoner.commissions.planning import month_of
from almoner.commissions.states import LIVE, PlanState
from almoner.core.moments import day_of
from almoner.organisations.models import matching_name
from almoner.publication.datasets import Column, Dataset, Type, Value

from .publicity import hidden_now, withheld_names

BANDS = "; ".join(map(str, ValueBand.labels))


def public_plan(*, on: date) -> list[PlanEntry]:
    """What stands on the plan on a day, the first to open first. A body has some dozens."""
    found = PlanEntry.objects.filter(
        state=PlanState.PUBLIC,
        starts_in__gte=month_of(on),
        commission__state__in=LIVE,
        commission__is_restricted=False,
    )
    found = found.exclude(commission__current__supplier__in=hidden_now().organisations)
    entries = list(found.order_by("opens_in", "starts_in", "reference"))
    names = withheld_names() if entries else []
    return [entry for entry in entries if not _says_one_of(entry, names)]


def _says_one_of(entry: PlanEntry, names: list[str]) -> bool:
    said = matching_name(f"{entry.title} {entry.purpose} {entry.route}")
    return any(name in said for name in names)


class ForwardPlan(Dataset):
    """The same for programs."""

    slug = "forward-plan"
    title = "Forward plan: what is coming"
    columns = [
        Column("reference", "The entry’s own reference, which stays the same", key=True),
        Column("title", "What it is called"),
        Column("purpose", "What it is for"),
        Column("route", "How it is to be given: by grant or contract, with or without competition"),
        Column("value", f"About how much over its whole life: {BANDS}"),
        Column("opens_in", "The month in which it is to open, as 2027-04"),
        Column("starts_in", "The month in which it is to start, as 2027-04"),
        Column("said_on", "The day since which the plan says so", type=Type.DAY),
    ]

    def __init__(self, entries: list[PlanEntry]) -> None:
        self.entries = entries

    def rows(self) -> Iterator[tuple[Value, ...]]:
        for one in self.entries:
            yield (
                one.reference,
                one.title,
                one.purpose,
                one.route,
                str(one.get_band_display()),
                f"{one.opens_in:%Y-%m}",
                f"{one.starts_in:%Y-%m}",
                day_of(one.judged_at) if one.judged_at else None,
            )
