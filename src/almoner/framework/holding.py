"""Who holds which office on a day, who acts in one, and which stand empty.

Gates and decisions ask here alike. To act in an office somebody holds it, and the role that it
asks for, on that day; or stands in, in that role, for somebody who does.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from almoner.accounts.due import people_of
from almoner.accounts.models import RoleHolding, User
from almoner.accounts.queries import CONFIRMATIONS_NEEDED, holdings_of, holdings_on
from almoner.core.dated import versions_on
from almoner.core.due import Worker
from almoner.core.once import asked_once

from .models import OfficeConfirmation, OfficeGrant, OfficeHolding
from .offices import Office
from .states import OfficeState

SUBJECT = ("office", "holder_id")


def holdings_of_offices(on: date) -> QuerySet[OfficeHolding]:
    """Who holds which office on a day, as now known."""
    held = versions_on(OfficeHolding.objects.all(), *SUBJECT, on=on).filter(is_held=True)
    return held.select_related("holder").order_by("office", "holder__name")


def holders_of(office: str, *, on: date) -> list[User]:
    return [one.holder for one in holdings_of_offices(on).filter(office=office)]


@asked_once
def offices_of(people: frozenset[str], *, on: date) -> set[str]:
    """The codes of the offices that people of these references hold."""
    held = holdings_of_offices(on).filter(holder__reference__in=people).order_by()
    return set(held.values_list("office", flat=True))


@asked_once
def offices_open_to(worker: Worker, *, on: date) -> set[str]:
    """The codes of the offices that whoever a worker stands for holds. Whether they hold the role
    that one asks for as well is the policy's question.
    """
    return offices_of(frozenset(people_of(worker)), on=on)


def acts_for(user: User, entitled: Collection[str], role: str, *, on: date) -> User | None:
    """In whose right somebody acts, of these entitled people: their own or, as a dated deputy in
    the role that is asked for, that of whom they replace. None, if in nobody's.
    """
    held = list(holdings_of(user, on=on).select_related("in_place_of"))
    if role:
        held = [one for one in held if one.role == role]
    people = [one.in_place_of or user for one in held]
    mine = [one for one in people if one.reference in entitled]
    return next((one for one in mine if one == user), mine[0] if mine else None)


def acts_in(user: User, office: Office, *, on: date) -> User | None:
    """In whose right somebody acts in an office on a day. None, if in nobody's."""
    entitled = {one.reference for one in holders_of(office.code, on=on)}
    return acts_for(user, entitled, str(office.role), on=on)


def empty_offices(offices: Iterable[Office], *, on: date) -> set[str]:
    """Of these offices, the codes of those in which nobody could act on a day, nor a deputy: held
    by nobody, or by people without the role. In one query.
    """
    roles = RoleHolding.objects.filter(pk__in=holdings_on(on).order_by().values("pk"))
    theirs = roles.filter(holder=OuterRef("holder"), in_place_of=None)
    asked = {one.code: str(one.role) for one in offices}
    held: set[str] = set()
    for role in set(asked.values()):
        codes = [code for code, wanted in asked.items() if wanted == role]
        able = holdings_of_offices(on).filter(Exists(theirs.filter(role=role)), office__in=codes)
        held.update(able.order_by().values_list("office", flat=True))
    return set(asked) - held


def papers() -> QuerySet[OfficeGrant]:
    """Papers with everybody they name, the latest first."""
    people = OfficeGrant.objects.select_related("holder", "proposed_by", "decided_by")
    return people.annotate(confirmed=Count("confirmations")).order_by("-proposed_at", "-pk")


def papers_waiting() -> QuerySet[OfficeGrant]:
    """What awaits a second person, and the offices held on the operator's word alone: those that
    fewer than two officials have confirmed.
    """
    said = OfficeConfirmation.objects.filter(grant=OuterRef("pk")).order_by().values("grant")
    confirmed = Coalesce(Subquery(said.annotate(n=Count("pk")).values("n")), 0)
    operators = Q(state=OfficeState.HELD, proposed_by=None)
    few = papers().alias(so_far=confirmed).filter(operators, so_far__lt=CONFIRMATIONS_NEEDED)
    waiting = Q(state=OfficeState.PROPOSED) | Q(pk__in=few.order_by().values("pk"))
    return papers().filter(waiting, holder__is_active=True)


def papers_that_ask(people: Collection[str]) -> QuerySet[OfficeGrant]:
    """Of these, those in which people of these references have had no part."""
    theirs = Q(holder__reference__in=people) | Q(proposed_by__reference__in=people)
    done = OfficeConfirmation.objects.filter(confirmed_by__reference__in=people).values("grant")
    return papers_waiting().exclude(theirs).exclude(pk__in=done)


def has_confirmed_office(person: User, grant: OfficeGrant) -> bool:
    return OfficeConfirmation.objects.filter(grant=grant, confirmed_by=person).exists()
