from datetime import timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, due_to
from almoner.core.references import name_of
from almoner.statements.states import VersionState
from tests.factories import (
    DAY,
    NOON,
    DraftStatementFactory,
    RoleHoldingFactory,
    StatementVersionFactory,
    official,
)

pytestmark = pytest.mark.django_db


def due(person, on=DAY):
    return due_to(worker_of(person, on=on), on=on)


@pytest.fixture
def writer():
    return official(Role.PUBLISHER)


def test_what_is_submitted_is_due_to_whoever_could_be_the_second_person(writer):
    one = DraftStatementFactory(written_by=writer, state=VersionState.SUBMITTED, submitted_at=NOON)
    stand_in = official(Role.APPROVER)
    RoleHoldingFactory(holder=stand_in, role=Role.PUBLISHER, in_place_of=writer)

    said = [Due(name_of(one), "Approve what a page of the body says: Privacy notice", "read")]
    assert due(official(Role.APPROVER)) == due(official(Role.PUBLISHER)) == said
    assert due(writer) == due(stand_in) == due(official(Role.FINANCE)) == []


def test_what_is_sent_back_is_due_to_who_wrote_it_until_the_page_has_another(writer):
    one = DraftStatementFactory(written_by=writer, state=VersionState.RETURNED)

    said = Due(name_of(one), "Write again what was sent back: Privacy notice", "read")
    assert due(writer) == [said]
    assert due(official(Role.PUBLISHER)) == []
    DraftStatementFactory()
    assert due(writer) == []


@pytest.mark.parametrize(("days", "is_due"), [(31, False), (30, True), (-1, True)])
def test_the_yearly_review_is_due_to_publishers_a_month_before(writer, days, is_due):
    StatementVersionFactory(review_on=DAY - timedelta(days=200))
    one = StatementVersionFactory(review_on=DAY + timedelta(days=days))

    what = "Review what a page of the body says: Privacy notice"
    said = [Due(name_of(one), what, "read", one.review_on)]
    assert due(writer) == (said if is_due else [])
    assert due(official(Role.APPROVER)) == []
