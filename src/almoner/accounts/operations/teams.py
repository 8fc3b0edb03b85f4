"""What can be done to teams: set up, name, close, and say who is in them and leads them."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from almoner.accounts.events import NO_END, TeamEvent
from almoner.accounts.models import Team, TeamMembership, TeamTerms, User
from almoner.accounts.policies import (
    may_add_to_team,
    may_change_team,
    may_give_team_lead,
    may_join_team,
    may_manage_teams,
    may_take_team_lead,
)
from almoner.accounts.states import TEAM_LIFECYCLE, TeamState
from almoner.accounts.teams import (
    in_team_from,
    is_in_team,
    last_day_in,
    said_on,
    teams_from,
    versions_between,
)
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require


@operation
def set_up_team(name: str, *, purpose: str, by: User, at: datetime) -> Team:
    """Make a team, with nobody in it yet. Raises PermissionDenied or ValidationError."""
    require(may_manage_teams(by, on=day_of(at)))

    team = Team(name=name, purpose=purpose, set_up_by=by, set_up_at=at)
    _keep(team, by=by, at=at)
    record(TeamEvent.SET_UP, about=team, by=by, at=at)
    return team


@operation
def rename_team(team: Team, *, name: str, purpose: str, by: User, at: datetime) -> Team:
    """Call a team otherwise, or say otherwise what it is for; what it was called stays known.

    Raises PermissionDenied or ValidationError.
    """
    team = _lock(team)
    require(may_change_team(by, team, on=day_of(at)))
    if (name, purpose) == (team.name, team.purpose):
        raise ValidationError(_("That is what it says now."))

    team.name, team.purpose = name, purpose
    _keep(team, by=by, at=at)
    record(TeamEvent.RENAMED, about=team, by=by, at=at)
    return team


@operation
def close_team(team: Team, *, by: User, at: datetime) -> Team:
    """Close a team: from today nobody is in it. Raises PermissionDenied or IllegalTransition."""
    team, on = _lock(team), day_of(at)
    require(may_manage_teams(by, on=on))
    TEAM_LIFECYCLE.check(team.state, TeamState.CLOSED)

    people = in_team_from(team, on=on)
    for person in people:
        _say(team, person, is_member=False, valid_from=on, by=by)
    team.state = TeamState.CLOSED
    team.save(update_fields=["state"])
    record(TeamEvent.CLOSED, about=team, by=by, at=at, people=len(people))
    return team


@operation
def join_team(
    team: Team,
    person: User,
    *,
    valid_from: date,
    valid_to: date | None,
    by: User,
    at: datetime,
) -> TeamMembership:
    """Put somebody who works here into a team, from a day on or over some days.

    Raises PermissionDenied or ValidationError.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    team, on = _lock(team), day_of(at)
    require(may_add_to_team(by, team, on=on))
    require(may_join_team(person, on=on))
    if valid_from < on:
        raise ValidationError(_("Somebody joins today at the earliest."))
    if valid_to is not None and valid_to < valid_from:
        raise ValidationError(_("The last day comes before the first."))
    if is_in_team(versions_between(team, person), first=valid_from, last=valid_to):
        raise ValidationError(_("They are in this team on some of those days already."))

    said = _say(team, person, valid_from=valid_from, valid_to=valid_to, by=by)
    facts = {"valid_from": valid_from, "valid_to": valid_to or NO_END}
    record(TeamEvent.JOINED, about=team, by=by, at=at, person=person.reference, **facts)
    return said


@operation
def leave_team(team: Team, person: User, *, ends: date, by: User, at: datetime) -> TeamMembership:
    """Let somebody leave a team: from the day `ends` they are not in it.

    Raises PermissionDenied or ValidationError.
    """
    team, on = _lock(team), day_of(at)
    require(may_change_team(by, team, on=on))
    if ends < on:
        raise ValidationError(_("Somebody leaves today at the earliest: what was, stays."))
    if not is_in_team(versions_between(team, person), first=ends):
        raise ValidationError(_("They are not in this team from that day on."))

    said = _say(team, person, is_member=False, valid_from=ends, by=by)
    record(TeamEvent.LEFT, about=team, by=by, at=at, person=person.reference, on=ends)
    return said


@operation
def give_team_lead(team: Team, person: User, *, by: User, at: datetime) -> TeamMembership:
    """Let somebody who is in a team lead it from today, beside whoever else does.

    Raises PermissionDenied or ValidationError.
    """
    team, on = _lock(team), day_of(at)
    require(may_give_team_lead(by, team, person, on=on))
    require(may_join_team(person, on=on))
    if _membership(team, person, on=on).is_lead:
        raise ValidationError(_("They lead this team already."))

    last = last_day_in(versions_between(team, person), on=on)
    said = _say(team, person, is_lead=True, valid_from=on, valid_to=last, by=by)
    facts = {"valid_from": on, "valid_to": last or NO_END}
    record(TeamEvent.LEAD_GIVEN, about=team, by=by, at=at, person=person.reference, **facts)
    return said


@operation
def take_team_lead(team: Team, person: User, *, by: User, at: datetime) -> TeamMembership:
    """Let somebody lead a team no more, from today; they stay in it.

    Raises PermissionDenied or ValidationError.
    """
    team, on = _lock(team), day_of(at)
    require(may_take_team_lead(by, team, person, on=on))
    if not _membership(team, person, on=on).is_lead:
        raise ValidationError(_("They do not lead this team."))

    last = last_day_in(versions_between(team, person), on=on)
    said = _say(team, person, valid_from=on, valid_to=last, by=by)
    record(TeamEvent.LEAD_TAKEN, about=team, by=by, at=at, person=person.reference, on=on)
    return said


def lock_teams_of(person: User, *, on: date) -> list[Team]:
    """Lock the teams in which somebody, who is locked, is on a day or will be; always in the same
    order, and before any line.
    """
    keys = [team.pk for team in teams_from(person, on=on)]
    list(Team.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    # Asked again: one of them may have been closed while we waited for it.
    return teams_from(person, on=on)


def _lock(team: Team) -> Team:
    return Team.objects.select_for_update().get(pk=team.pk)


def _keep(team: Team, *, by: User, at: datetime) -> None:
    """Write what a team is called today, and keep it for days when it is called otherwise."""
    if not (team.name.strip() and team.purpose.strip()):
        raise ValidationError(_("A team needs a name, and what it is for."))
    try:
        team.save()
    except IntegrityError as error:
        raise ValidationError(_("Another team is called that. Choose another name.")) from error
    TeamTerms.objects.create(
        team=team,
        name=team.name,
        purpose=team.purpose,
        said_by=by,
        valid_from=day_of(at),
        recorded_at=server_now(),
    )


def _membership(team: Team, person: User, *, on: date) -> TeamMembership:
    now = said_on(on).filter(team=team, person=person).first()
    if now is None:
        raise ValidationError(_("They are not in this team."))
    return now


def _say(
    team: Team,
    person: User,
    *,
    by: User,
    valid_from: date,
    valid_to: date | None = None,
    is_member: bool = True,
    is_lead: bool = False,
) -> TeamMembership:
    """Write the version of the dated fact that policies read."""
    return TeamMembership.objects.create(
        team=team,
        person=person,
        is_member=is_member,
        is_lead=is_lead,
        said_by=by,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=server_now(),
    )
