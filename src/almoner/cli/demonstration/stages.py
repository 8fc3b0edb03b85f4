"""The story of the demonstration, stage by stage, each act at its own moment up to today."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from almoner.accounts.models import RoleGrant, User
from almoner.accounts.operations import (
    accept_invitation,
    add_person_as_operator,
    confirm_operator_grant,
    confirm_role,
    invite_person,
    propose_deputy,
    propose_role,
)
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState
from almoner.core.actors import DEMONSTRATION, OPERATOR
from almoner.core.clock import pretending
from almoner.core.installation import Purpose, found_installation
from almoner.core.moments import day_of, deadline
from almoner.core.periods import Month
from almoner.core.workdays import working_days_after
from almoner.registers.operations.editions import issue_edition
from almoner.registers.operations.imports import import_spend

from .cast import FOUNDERS, INVITED, OFFICIALS, Person
from .spend import write_month

BODY = "Wexmoor Office for Policing and Crime"
MONTHS_TOLD = 24
IMPORTED_ON, ISSUED_ON = 12, 20  # days of the month after


class Stage(StrEnum):
    """How far the story is told."""

    FOUNDING = "founding"
    INVITING = "inviting"
    IMPORTING = "importing"
    PUBLISHING = "publishing"


STAGES = list(Stage)


def play(
    *, upto: Stage, now: datetime, tell: Callable[[str], None], months_told: int = MONTHS_TOLD
) -> None:
    """Tell the story in an empty database, which from then on is a demonstration's."""
    today = day_of(now)
    months = list(months_before(today, months_told))
    began_on = working_days_after(months[0].first_day, 2)
    found_installation(purpose=Purpose.DEMONSTRATION, by=DEMONSTRATION, at=at(began_on, 9))
    acts: dict[Stage, Callable[[], None]] = {
        Stage.FOUNDING: lambda: found_body(began_on),
        Stage.INVITING: lambda: invite_officials(working_days_after(began_on, 3), today),
        Stage.IMPORTING: lambda: import_months(months, now),
        Stage.PUBLISHING: lambda: issue_editions(months, now),
    }
    for stage, act in acts.items():
        act()
        tell(f"The story is told as far as {stage}.")
        if stage == upto:
            return


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return deadline(day, time(hour, minute))


def months_before(today: date, count: int) -> Iterator[Month]:
    """The months that have ended, the last `count` of them, earliest first."""
    number = today.year * 12 + today.month - 1
    return (Month(n // 12, n % 12 + 1) for n in range(number - count, number))


def person(username: str) -> User:
    return User.objects.get(username=username)


def found_body(day: date) -> None:
    """The operator adds the first three, and they confirm one another."""
    for n, one in enumerate(FOUNDERS):
        moment = at(day, 9, 10 + n)
        with pretending(moment):
            add_person_as_operator(
                username=one.username,
                name=one.name,
                email=one.email,
                roles=list(one.roles),
                by=OPERATOR,
                at=moment,
            )
    moment = at(day, 10)
    with pretending(moment):
        for grant in RoleGrant.objects.order_by("pk"):
            for other in FOUNDERS:
                if other.username != grant.holder.username:
                    confirm_operator_grant(grant, by=person(other.username), at=moment)


def invite_officials(day: date, today: date) -> None:
    """Everybody else is invited and given roles by two people; someone is on leave today."""
    for n, one in enumerate(OFFICIALS):
        join(one, day=working_days_after(day, n // 3), minute=n * 5)
    recently = working_days_after(today, -4)
    with pretending(at(recently, 11)):
        invite_person(
            name=INVITED.name,
            email=INVITED.email,
            roles=list(INVITED.roles),
            by=person(FOUNDERS[0].username),
            at=at(recently, 11),
        )
    cover_leave(recently, today)
    with pretending(at(recently, 14)):
        propose_role(
            person("hugo.tansley"),
            Role.COMMISSIONING_OFFICER,
            valid_from=today,
            valid_to=None,
            by=person(FOUNDERS[0].username),
            at=at(recently, 14),
        )


def join(one: Person, *, day: date, minute: int) -> None:
    invited_at, joined_at, confirmed_at = at(day, 10, minute), at(day, 14, minute), at(day, 16)
    with pretending(invited_at):
        invitation, _token = invite_person(
            name=one.name,
            email=one.email,
            roles=list(one.roles),
            by=person(FOUNDERS[0].username),
            at=invited_at,
        )
    with pretending(joined_at):
        # Nobody knows this password: a demonstration is signed in to without one.
        user = accept_invitation(invitation, username=one.username, password=_token, at=joined_at)
    with pretending(confirmed_at):
        for grant in RoleGrant.objects.filter(holder=user, state=GrantState.PROPOSED):
            confirm_role(grant, by=person("nadia.okell"), at=confirmed_at)


def cover_leave(day: date, today: date) -> None:
    """The publisher is away, and the finance officer deputises."""
    with pretending(at(day, 12)):
        grant = propose_deputy(
            person("etta.quaye"),
            Role.PUBLISHER,
            in_place_of=person("dev.marlow"),
            valid_from=today,
            valid_to=today + timedelta(days=9),
            by=person("dev.marlow"),
            at=at(day, 12),
        )
    with pretending(at(day, 15)):
        confirm_role(grant, by=person("nadia.okell"), at=at(day, 15))


def import_months(months: list[Month], now: datetime) -> None:
    with TemporaryDirectory() as folder:
        for month in months:
            moment = at(working_days_after(day_after(month, IMPORTED_ON), 1), 10, 15)
            if moment > now:
                return
            with pretending(moment):
                import_spend(
                    write_month(month, Path(folder)),
                    publisher=BODY,
                    known_from=day_of(moment),
                    by=person("dev.marlow"),
                    at=moment,
                )


def issue_editions(months: list[Month], now: datetime) -> None:
    for month in months:
        moment = at(working_days_after(day_after(month, ISSUED_ON), 1), 11)
        if moment > now:
            return
        with pretending(moment):
            issue_edition(dataset="spend", period=month, by=person("dev.marlow"), at=moment)


def day_after(month: Month, number: int) -> date:
    """The numbered day of the month that follows."""
    return month.following().first_day + timedelta(days=number - 1)
