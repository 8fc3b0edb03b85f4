"""Questions about teams: who is in which on a day, who shares one, and whom somebody leads.

Nobody counts in a team on a day on which they hold no role: what they do here has ended.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet

from almoner.core.dated import as_at, versions_on

from .models import RoleHolding, Team, TeamMembership, TeamTerms, User
from .queries import holdings_as_at, holdings_on

SUBJECT = ("team_id", "person_id")


def memberships_on(on: date) -> QuerySet[TeamMembership]:
    """Who counts in which team on a day, as now known."""
    return _counting(said_on(on), holdings_on(on))


def said_on(on: date) -> QuerySet[TeamMembership]:
    """Who was put into which team and is in it on a day, whether or not they hold a role."""
    return versions_on(TeamMembership.objects.all(), *SUBJECT, on=on).filter(is_member=True)


def memberships_of(person: User, *, on: date) -> QuerySet[TeamMembership]:
    """Somebody's teams on a day, by name."""
    theirs = memberships_on(on).filter(person=person)
    return theirs.select_related("team").order_by("team__name", "team")


def team_of(person: User, *, on: date) -> QuerySet[User]:
    """The people who share a team with somebody that day, themselves among them; only themselves
    where they are in none.
    """
    mine = memberships_on(on).filter(person=person).order_by()
    shared = memberships_on(on).filter(team__in=mine.values("team")).order_by()
    return User.objects.filter(Q(pk=person.pk) | Q(pk__in=shared.values("person")))


def led_by(person: User, *, on: date) -> QuerySet[User]:
    """The people of the teams that somebody leads that day, without themselves."""
    mine = memberships_on(on).filter(person=person, is_lead=True).order_by()
    theirs = memberships_on(on).filter(team__in=mine.values("team")).order_by()
    return User.objects.filter(pk__in=theirs.values("person")).exclude(pk=person.pk)


def leads_person(person: User, other: User, *, on: date) -> bool:
    """Whether somebody leads a team that the other is in that day."""
    return led_by(person, on=on).filter(pk=other.pk).exists()


def leads_team(person: User, team: Team, *, on: date) -> bool:
    return memberships_on(on).filter(person=person, team=team, is_lead=True).exists()


def leads_any_team(person: User, *, on: date) -> bool:
    return memberships_on(on).filter(person=person, is_lead=True).exists()


def members_of(team: Team, *, on: date) -> QuerySet[TeamMembership]:
    """Everybody who was put into a team and is in it that day, its leads first; who holds no role
    is told apart.
    """
    told = {"counts": Exists(holdings_on(on).filter(holder=OuterRef("person")))}
    found = said_on(on).filter(team=team).annotate(**told)
    return found.select_related("person").order_by("-is_lead", "person__name", "person")


def members_as_at(team: Team, *, on: date) -> QuerySet[TeamMembership]:
    """Who counted in a team on a day, as was known on that day."""
    versions = TeamMembership.objects.filter(team=team)
    said = as_at(versions, *SUBJECT, on=on).filter(is_member=True)
    found = _counting(said, holdings_as_at(on))
    return found.select_related("person").order_by("-is_lead", "person__name", "person")


def terms_as_at(team: Team, *, on: date) -> TeamTerms | None:
    """What a team was called and for on a day, as was known then. None, before it was set up."""
    return as_at(TeamTerms.objects.filter(team=team), "team_id", on=on).first()


def joining_later(team: Team, *, on: date) -> list[TeamMembership]:
    """Who is not in a team yet and will be, from their first day; the soonest first."""
    found = []
    for versions in _by_person(team):
        if not _is_in(versions, on):
            spoken = (_speaking(versions, day) for day in _changes_after(versions, on))
            found += [one for one in spoken if one and one.is_member][:1]
    return sorted(found, key=lambda one: (one.valid_from, one.person.name))


def in_team_from(team: Team, *, on: date) -> list[User]:
    """Who is in a team on a day or will be, holding a role or not."""
    return [versions[0].person for versions in _by_person(team) if is_in_team(versions, first=on)]


def teams_from(person: User, *, on: date) -> list[Team]:
    """The teams in which somebody is on a day or will be, holding a role or not."""
    said = TeamMembership.objects.filter(person=person).select_related("team")
    in_turn = sorted(_in_turn(said), key=lambda one: one.team_id)
    found = [list(versions) for _team, versions in groupby(in_turn, lambda one: one.team_id)]
    return [versions[0].team for versions in found if is_in_team(versions, first=on)]


def is_in_team(
    versions: Iterable[TeamMembership], *, first: date, last: date | None = None
) -> bool:
    """Whether these versions, of one person and team, say of any day from `first` to `last` that
    they are in it. Without `last`, of any day from then on.
    """
    versions = list(versions)
    days = [first, *_changes_after(versions, first)]
    return any(_is_in(versions, day) for day in days if last is None or day <= last)


def last_day_in(versions: list[TeamMembership], *, on: date) -> date | None:
    """The last day in a row, from one on which they are in it, as these versions have it. None,
    where no end is known.
    """
    out = (day for day in _changes_after(versions, on) if not _is_in(versions, day))
    end = next(out, None)
    return end - timedelta(days=1) if end else None


def versions_between(team: Team, person: User) -> list[TeamMembership]:
    """All that was ever said of somebody in a team, in the order in which it was."""
    return _in_turn(TeamMembership.objects.filter(team=team, person=person))


def history_of(team: Team) -> QuerySet[TeamMembership]:
    """Every word on who is in a team and leads it, the last first."""
    said = team.memberships.select_related("person", "said_by")
    return said.order_by("-recorded_at", "-pk")


def names_of_team(team: Team) -> QuerySet[TeamTerms]:
    """What a team was called and for, the last first."""
    return team.terms.select_related("said_by").order_by("-recorded_at", "-pk")


def teams_in_order() -> QuerySet[Team]:
    """Those at work first, by name."""
    return Team.objects.order_by("state", "name", "pk")


def with_people(teams: Iterable[Team], *, on: date) -> list[Team]:
    """Teams with how many count in each that day and who leads it: one question."""
    teams = list(teams)
    found = memberships_on(on).filter(team__in=teams).order_by("person__name")
    said = list(found.values_list("team", "is_lead", "person__name"))
    for team in teams:
        team.size = sum(key == team.pk for key, _lead, _name in said)
        team.leads = [name for key, is_lead, name in said if key == team.pk and is_lead]
    return teams


def _counting(
    said: QuerySet[TeamMembership], holdings: QuerySet[RoleHolding]
) -> QuerySet[TeamMembership]:
    return said.filter(person__in=holdings.order_by().values("holder"))


def _by_person(team: Team) -> list[list[TeamMembership]]:
    said = TeamMembership.objects.filter(team=team).select_related("person")
    in_turn = sorted(_in_turn(said), key=lambda one: one.person_id)
    return [list(versions) for _person, versions in groupby(in_turn, lambda one: one.person_id)]


def _in_turn(said: QuerySet[TeamMembership]) -> list[TeamMembership]:
    return list(said.order_by("recorded_at", "pk"))


def _changes_after(versions: list[TeamMembership], day: date) -> list[date]:
    """The later days on which another version may begin to speak, in order."""
    days = {one.valid_from for one in versions}
    days |= {one.valid_to + timedelta(days=1) for one in versions if one.valid_to}
    return sorted(one for one in days if one > day)


def _is_in(versions: list[TeamMembership], day: date) -> bool:
    spoken = _speaking(versions, day)
    return spoken is not None and spoken.is_member


def _speaking(versions: list[TeamMembership], day: date) -> TeamMembership | None:
    """Of versions in the order in which they were said, the one that speaks on a day."""
    spoken = [
        one
        for one in versions
        if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    ]
    return spoken[-1] if spoken else None
