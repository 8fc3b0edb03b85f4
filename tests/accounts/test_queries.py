from datetime import date, timedelta

import pytest
import time_machine

from almoner.accounts.operations import confirm_role, end_role, propose_role
from almoner.accounts.queries import (
    holdings_as_at,
    holdings_of,
    holdings_on,
    holds_throughout,
    people_and_roles,
    worker_of,
)
from almoner.accounts.roles import Role
from tests.factories import DAY, NOON, RoleHoldingFactory, UserFactory, official

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)
WEEK = timedelta(days=7)


def test_as_at_a_day_is_what_was_known_that_day():
    amara, ben, dana = official(Role.ADMINISTRATOR), official(Role.APPROVER), UserFactory()
    with time_machine.travel(NOON, tick=False):
        grant = propose_role(dana, Role.FINANCE, valid_from=DAY, valid_to=None, by=amara, at=NOON)
    with time_machine.travel(NOON + WEEK, tick=False):
        confirm_role(grant, by=ben, at=NOON)
    with time_machine.travel(NOON + 2 * WEEK, tick=False):
        end_role(grant, ends=APRIL, by=ben, at=NOON + 2 * WEEK)

    def finance(holdings):
        return [holding.holder for holding in holdings.filter(role=Role.FINANCE)]

    assert finance(holdings_as_at(DAY)) == []
    assert finance(holdings_on(DAY)) == [dana]
    assert finance(holdings_as_at(DAY + WEEK)) == [dana]
    assert finance(holdings_on(APRIL)) == []


def test_a_worker_stands_for_those_they_deputise_for_that_day():
    ben, dana = official(Role.APPROVER), official(Role.AUDITOR)
    RoleHoldingFactory(holder=dana, role=Role.APPROVER, in_place_of=ben, valid_to=DAY)

    during, after = worker_of(dana, on=DAY), worker_of(dana, on=DAY + timedelta(days=1))

    assert (during.actors, during.roles) == ({dana.actor, ben.actor}, {"auditor", "approver"})
    assert (after.actors, after.roles) == ({dana.actor}, {"auditor"})


def test_a_workers_roles_are_those_whose_latest_version_holds_that_day():
    ben, dana = official(Role.APPROVER), UserFactory()
    days = [DAY + timedelta(days=n) for n in range(6)]
    held = {"holder": dana, "role": Role.FINANCE}
    for first, last, is_held, replaced in [
        (0, None, True, None),
        (2, 3, False, None),
        (3, 3, True, None),
        (1, 4, True, ben),
        (2, None, False, ben),
    ]:
        until = None if last is None else days[last]
        RoleHoldingFactory(
            **held, valid_from=days[first], valid_to=until, is_held=is_held, in_place_of=replaced
        )

    workers = [worker_of(dana, on=day) for day in days]

    assert [sorted(worker.roles) for worker in workers] == [
        sorted({holding.role for holding in holdings_of(dana, on=day)}) for day in days
    ]
    assert [bool(worker.roles) for worker in workers] == [True, True, False, True, True, True]
    assert [ben.actor in worker.actors for worker in workers] == [
        *(False, True, False, False, False, False)
    ]


def test_whoever_is_closed_out_stands_for_nobody():
    worker = worker_of(official(Role.AUDITOR, is_active=False), on=DAY)

    assert (worker.actors, worker.roles) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (DAY, DAY + WEEK, True),
        (DAY - timedelta(days=1), DAY + WEEK, False),
        (DAY, DAY + WEEK + timedelta(days=1), False),
    ],
)
def test_holding_throughout_means_every_day(first, last, holds):
    holding = RoleHoldingFactory(valid_from=DAY, valid_to=DAY + WEEK)

    assert holds_throughout(holding.holder, holding.role, first=first, last=last) is holds


def test_a_gap_in_the_middle_is_not_throughout():
    dana = UserFactory()
    RoleHoldingFactory(holder=dana, valid_from=DAY, valid_to=DAY + timedelta(days=2))
    RoleHoldingFactory(holder=dana, valid_from=DAY + timedelta(days=4))

    throughout = holds_throughout(dana, Role.ADMINISTRATOR, first=DAY, last=DAY + WEEK)

    assert throughout is False


def test_people_come_with_their_roles_in_two_queries(django_assert_num_queries):
    people = [official(Role.AUDITOR, Role.FINANCE), UserFactory()]

    with django_assert_num_queries(2):
        held = people_and_roles(people, on=DAY)

    assert [[h.role for h in row.holdings] for row in held] == [["auditor", "finance"], []]
