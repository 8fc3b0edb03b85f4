"""What people owe to each other's roles: a second person, a confirmation, a look at an ending."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _

from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.references import name_of

from .events import InvitationEvent, PersonEvent, RoleEvent
from .models import RoleGrant
from .policies import DECIDERS
from .queries import (
    confirmed_by,
    grants_awaiting_second_person,
    operator_grants_awaiting_confirmation,
    standing_grants,
)
from .roles import Role
from .states import GrantState

NOTICE = timedelta(days=30)
NONE = Q(pk__in=[])


def people_of(worker: Worker) -> set[str]:
    """The references of the people whom a worker stands for."""
    return {actor.removeprefix("person:") for actor in worker.actors}


def person_of(worker: Worker) -> str:
    """The reference of a worker themselves, without anyone for whom they deputise."""
    return worker.actor.removeprefix("person:")


def due_on(grant: RoleGrant, what: str, verb: str, day: date | None = None) -> Due:
    said = what % {"name": grant.holder.name, "role": grant.get_role_display()}
    return Due(about=name_of(grant), what=said, verb=verb, due_on=day)


@declare_due_changed_by(PersonEvent, InvitationEvent, RoleEvent)
def roles_to_look_at(worker: Worker, on: date) -> Iterator[Due]:
    """Roles awaiting a second person, for whoever could be it; those that rest on the operator's
    word, for every official who has not confirmed them; and those that end within thirty days, for
    their holders and for administrators: one question, since everybody asks it.
    """
    asking = _to_confirm(worker, on) if worker.roles else NONE
    ending = Q(pk__in=_ending(worker, on).values("pk"))
    told = {
        "asks": ExpressionWrapper(asking, BooleanField()),
        "ends": ExpressionWrapper(ending, BooleanField()),
    }
    found = RoleGrant.objects.filter(asking | ending).annotate(**told)
    for grant in found.select_related("holder").order_by("pk"):
        if grant.asks and grant.state == GrantState.PROPOSED:
            yield due_on(grant, _("Confirm or refuse the role of %(name)s: %(role)s"), "decide")
        elif grant.asks:
            what = _("Confirm the role that the operator gave %(name)s: %(role)s")
            yield due_on(grant, what, "confirm")
        if grant.ends:
            yield _that_ends(grant)


def _to_confirm(worker: Worker, on: date) -> Q:
    me = people_of(worker)
    waiting = operator_grants_awaiting_confirmation(on)
    done = confirmed_by(waiting, me).values("pk")
    others = waiting.exclude(holder__reference__in=me).exclude(pk__in=done)
    wanted = Q(pk__in=others.values("pk"))
    if worker.roles & DECIDERS:
        mine = Q(holder__reference__in=me) | Q(proposed_by__reference__in=me)
        wanted |= Q(pk__in=grants_awaiting_second_person().exclude(mine).values("pk"))
    return wanted


def _ending(worker: Worker, on: date) -> QuerySet[RoleGrant]:
    ending = standing_grants(on).filter(valid_to__lte=on + NOTICE, ended_from=None)
    if Role.ADMINISTRATOR in worker.roles:
        return ending
    return ending.filter(holder__reference__in=people_of(worker))


def _that_ends(grant: RoleGrant) -> Due:
    what = (
        _("%(name)s’s time as a deputy ends: %(role)s")
        if grant.in_place_of_id
        else _("%(name)s’s role ends: %(role)s")
    )
    return replace(due_on(grant, what, "read", grant.valid_to), about=name_of(grant.holder))
