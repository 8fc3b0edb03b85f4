"""What people owe to each other's roles: a second person, a confirmation, a look at an ending."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q
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


def people_of(worker: Worker) -> set[str]:
    """The references of the people whom a worker stands for."""
    return {actor.removeprefix("person:") for actor in worker.actors}


def due_on(grant: RoleGrant, what: str, verb: str, day: date | None = None) -> Due:
    said = what % {"name": grant.holder.name, "role": grant.get_role_display()}
    return Due(about=name_of(grant), what=said, verb=verb, due_on=day)


@declare_due_changed_by(PersonEvent, InvitationEvent, RoleEvent)
def roles_to_confirm(worker: Worker, on: date) -> Iterator[Due]:
    """Roles awaiting a second person, for whoever could be it; and those that rest on the
    operator's word, for every official who has not confirmed them: one question.
    """
    if not worker.roles:
        return
    me = people_of(worker)
    waiting = operator_grants_awaiting_confirmation(on)
    done = confirmed_by(waiting, me).values("pk")
    others = waiting.exclude(holder__reference__in=me).exclude(pk__in=done)
    wanted = Q(pk__in=others.values("pk"))
    if worker.roles & DECIDERS:
        mine = Q(holder__reference__in=me) | Q(proposed_by__reference__in=me)
        wanted |= Q(pk__in=grants_awaiting_second_person().exclude(mine).values("pk"))
    for grant in RoleGrant.objects.filter(wanted).select_related("holder").order_by("pk"):
        if grant.state == GrantState.PROPOSED:
            yield due_on(grant, _("Confirm or refuse the role of %(name)s: %(role)s"), "decide")
        else:
            what = _("Confirm the role that the operator gave %(name)s: %(role)s")
            yield due_on(grant, what, "confirm")


@declare_due_changed_by(PersonEvent, InvitationEvent, RoleEvent)
def ending_roles(worker: Worker, on: date) -> Iterator[Due]:
    """Roles that end within thirty days, for their holders and for administrators."""
    ending = standing_grants(on).filter(valid_to__lte=on + NOTICE, ended_from=None)
    if Role.ADMINISTRATOR not in worker.roles:
        ending = ending.filter(holder__reference__in=people_of(worker))
    for grant in ending.select_related("holder"):
        what = (
            _("%(name)s’s time as a deputy ends: %(role)s")
            if grant.in_place_of_id
            else _("%(name)s’s role ends: %(role)s")
        )
        due = due_on(grant, what, "read", grant.valid_to)
        yield replace(due, about=name_of(grant.holder))
