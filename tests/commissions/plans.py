"""What leads would have the forward plan say."""

from datetime import date

from almoner.commissions.kinds import ValueBand
from almoner.commissions.models import PlanEntry
from almoner.commissions.operations import propose_for_forward_plan, put_on_forward_plan
from tests.commissions.factories import NOON
from tests.factories import official

CHECKED = "It names nobody, and no address."


def said(**fields):
    words = {
        "title": "Talking therapies for people who were robbed",
        "purpose": "So that nobody waits longer than two weeks.",
        "route": "A grant, to be competed for",
        "band": ValueBand.UNDER_100_000,
        "opens_in": date(2026, 6, 1),
        "starts_in": date(2026, 9, 1),
    }
    return PlanEntry(**words | fields)


def proposed(commission, *, by=None, at=NOON, **fields):
    by = by or commission.lead
    return propose_for_forward_plan(said(**fields), commission=commission, by=by, at=at)


def planned(commission, *, at=NOON, **fields):
    """An entry that is public."""
    entry = proposed(commission, at=at, **fields)
    return put_on_forward_plan(entry, checked=CHECKED, by=official("publisher"), at=at)
