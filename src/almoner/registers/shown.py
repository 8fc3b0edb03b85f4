"""How much of what is held anyone may read now: asked at the door, kind by kind.

What no kind here names has no public page at all, so nothing of it is public.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.states import AgreementKind
from almoner.commissions.models import PlanEntry
from almoner.core.holdings import Records, Text
from almoner.core.once import asked_once
from almoner.papers.kinds import CopyKind
from almoner.papers.models import Copy
from almoner.papers.queries import copies_once_out
from almoner.payments.models import Match
from almoner.payments.states import MatchState

from .copies import public_copies
from .forward_plan import public_plan
from .public_decisions import public_decisions
from .publicity import (
    hidden_now,
    public_agreements_known,
    public_organisations,
    public_payments,
)


class Much(StrEnum):
    """How much of a record is public."""

    WHOLE = "whole"
    PART = "part"
    NOTHING = "nothing"


Door = Callable[[Records, date], Records]


def nothing(records: Records, _on: date) -> Records:
    return records.none()


@dataclass(frozen=True, slots=True)
class Shown:
    """A kind of record of which something may be public: `whole` and `in_part` leave the records
    of which that is so, and `parts` says which part that is.
    """

    whole: Door = nothing
    in_part: Door = nothing
    parts: Text = ""


def _keys(records: Records) -> Records:
    return records.order_by().values("pk")


def public_agreements_among(keys: Any, on: date) -> Q:
    """That an `agreement` is one of those of which a register speaks to anyone."""
    found = Q()
    for kind in AgreementKind:
        known = public_agreements_known(kind, on).filter(agreement__in=keys)
        found |= Q(agreement__in=known.order_by().values("agreement"))
    return found


def _organisations(records: Records, _on: date) -> Records:
    return public_organisations().filter(pk__in=_keys(records))


def _agreements(records: Records, on: date) -> Records:
    of_them = AgreementVersion.objects.filter(public_agreements_among(_keys(records), on))
    return Agreement.objects.filter(pk__in=of_them.order_by().values("agreement"))


def _versions(records: Records, on: date) -> Records:
    keys = records.order_by().values("agreement")
    open_now = AgreementVersion.objects.filter(pk__in=_keys(records)).exclude(hidden_now().versions)
    return open_now.filter(public_agreements_among(keys, on))


def _payments(records: Records, _on: date) -> Records:
    return public_payments().filter(pk__in=_keys(records)).exclude(organisation=None)


def _payments_to_nobody(records: Records, _on: date) -> Records:
    return public_payments().filter(pk__in=_keys(records), organisation=None)


def _matches(records: Records, on: date) -> Records:
    """As `public_payments_under`: confirmed, of a payment and an agreement that are both public."""
    paid = public_payments().filter(pk__in=records.order_by().values("payment"))
    told = Match.objects.filter(pk__in=_keys(records), state=MatchState.CONFIRMED)
    told = told.filter(public_agreements_among(records.order_by().values("agreement"), on))
    return told.filter(payment__in=paid.exclude(organisation=None).order_by().values("pk"))


def _copies(records: Records, on: date) -> Records:
    out = Q(pk__in=[])
    for kind in CopyKind:
        out |= Q(pk__in=_keys(public_copies(kind, on=on)))
    return Copy.objects.filter(out, pk__in=_keys(records))


def _copies_before(records: Records, on: date) -> Records:
    """Those of which the page of the contract's copies still tells."""
    once = Q(pk__in=[])
    for kind in CopyKind:
        once |= Q(pk__in=_keys(copies_once_out(kind)))
    known = public_agreements_known(AgreementKind.CONTRACT, on)
    told = Copy.objects.filter(once, agreement__in=known.order_by().values("agreement"))
    now = _copies(records, on)
    return told.filter(pk__in=_keys(records)).exclude(pk__in=_keys(now))


def _decisions(records: Records, _on: date) -> Records:
    return public_decisions().filter(pk__in=_keys(records))


@asked_once
def _plan(on: date) -> list[int]:
    return [entry.pk for entry in public_plan(on=on)]


def _plan_entries(records: Records, on: date) -> Records:
    return PlanEntry.objects.filter(pk__in=_plan(on)).filter(pk__in=_keys(records))


SHOWN = {
    "organisations": Shown(_organisations),
    "agreements": Shown(_agreements),
    "versions": Shown(_versions),
    "payments": Shown(
        _payments,
        _payments_to_nobody,
        gettext_lazy("The payment, but not who was paid"),
    ),
    "matches": Shown(_matches),
    "copies": Shown(
        _copies,
        _copies_before,
        gettext_lazy("That it was published, when, and its digest; its file no more"),
    ),
    "decisions": Shown(
        in_part=_decisions,
        parts=gettext_lazy("Part 1, with advice and signatures; not part 2, drafts or interests"),
    ),
    "plan-entries": Shown(_plan_entries),
}
NOT_SHOWN = Shown()


def much_of(code: str, rows: Sequence[Any], *, on: date) -> dict[int, Much]:
    """How much of each of some records is public, by their keys: two questions."""
    shown = SHOWN.get(code)
    if shown is None or not rows:
        return {}
    among = type(rows[0])._default_manager.filter(pk__in=[one.pk for one in rows])
    whole = set(_keys(shown.whole(among, on)).values_list("pk", flat=True))
    part = set(_keys(shown.in_part(among, on)).values_list("pk", flat=True))
    return dict.fromkeys(part, Much.PART) | dict.fromkeys(whole, Much.WHOLE)
