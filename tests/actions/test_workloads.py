from datetime import timedelta

import pytest

from almoner.accounts.roles import Role
from almoner.actions.states import ActionState
from almoner.actions.workloads import Workload, workloads_of
from tests.actions.factories import ActionFactory, DoneActionFactory
from tests.factories import DAY, NOON, official

pytestmark = pytest.mark.django_db


def test_what_somebody_has_on_is_counted_of_what_the_reader_may_read():
    dana, idle = official(Role.FINANCE), official(Role.FINANCE)
    ActionFactory(owner=dana, due_on=DAY - timedelta(days=1))
    DoneActionFactory(owner=dana, due_on=DAY - timedelta(days=1))
    DoneActionFactory(owner=dana, state=ActionState.VERIFIED, closed_at=NOON)
    secret = ActionFactory(owner=dana, is_restricted=True)
    people = [dana.pk, idle.pk]

    def told(reader):
        return workloads_of(people, seen_by=reader, on=DAY)

    assert told(official(Role.PUBLISHER)) == {dana.pk: Workload(2, 1)}
    assert told(official(Role.AUDITOR)) == {dana.pk: Workload(3, 1)}
    assert told(secret.verifier) == {dana.pk: Workload(3, 1)}
    assert told(official(Role.MEMBER)) == {}
