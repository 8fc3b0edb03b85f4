from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.accounts.models import RoleGrant
from almoner.accounts.operations import confirm_operator_grant, grant_role_as_operator
from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState
from almoner.core.actors import OPERATOR
from almoner.core.due import due_to
from tests.factories import DAY, NOON, RoleGrantFactory, UserFactory, official

pytestmark = pytest.mark.django_db


def due(person):
    return [(item.verb, item.about) for item in due_to(worker_of(person, on=DAY), on=DAY)]


def test_a_proposed_role_is_due_to_those_who_may_decide_and_nobody_else():
    proposer, approver = official(Role.ADMINISTRATOR), official(Role.APPROVER)
    grant = RoleGrantFactory(proposed_by=proposer)

    assert due(approver) == [("decide", f"accounts.rolegrant:{grant}")]
    assert due(proposer) == due(official(Role.FINANCE)) == []


def test_the_operators_grant_is_due_to_each_official_until_they_confirm_it():
    holder, official_one, official_two = (
        UserFactory(),
        official(Role.AUDITOR),
        official(Role.MEMBER),
    )
    grant = grant_role_as_operator(holder, Role.FINANCE, by=OPERATOR, at=NOON)
    confirm_operator_grant(grant, by=official_one, at=NOON)

    assert due(official_two) == [("confirm", f"accounts.rolegrant:{grant}")]
    assert due(official_one) == due(holder) == due(UserFactory()) == []


@pytest.mark.parametrize(("days", "told"), [(30, True), (31, False)])
def test_a_role_about_to_end_is_due_to_its_holder_and_the_administrator(days, told):
    admin, approver = official(Role.ADMINISTRATOR), official(Role.APPROVER)
    last = DAY + timedelta(days=days)
    grant = RoleGrantFactory(
        proposed_by=admin,
        decided_by=approver,
        decided_at=NOON,
        state=GrantState.IN_FORCE,
        valid_to=last,
    )
    soon = [("read", f"accounts.user:{grant.holder}")] if told else []

    assert due(admin) == due(grant.holder) == soon
    assert due(approver) == []


def test_what_is_due_takes_as_many_queries_however_much_there_is():
    worker = worker_of(official(Role.ADMINISTRATOR), on=DAY)
    asked = set()

    for _ in range(3):
        RoleGrantFactory(proposed_by=official(Role.ADMINISTRATOR))
        grant_role_as_operator(UserFactory(), Role.FINANCE, by=OPERATOR, at=NOON)
        with CaptureQueriesContext(connection) as queries:
            items = due_to(worker, on=DAY)
        asked.add(len(queries))

    assert len(asked) == 1
    assert len(items) == RoleGrant.objects.count() == 6


def test_a_deputys_end_says_that_it_was_a_deputyship():
    approver, absent = official(Role.APPROVER), official(Role.FINANCE)
    grant = RoleGrantFactory(
        in_place_of=absent,
        proposed_by=absent,
        decided_by=approver,
        decided_at=NOON,
        state=GrantState.IN_FORCE,
        valid_to=DAY,
    )

    (item,) = due_to(worker_of(grant.holder, on=DAY), on=DAY)

    assert item.what == "Lena Ortiz’s time as a deputy ends: Publisher"
