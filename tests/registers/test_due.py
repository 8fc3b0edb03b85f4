from datetime import timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, due_to
from almoner.core.references import name_of
from almoner.registers.states import WithholdingState
from tests.factories import DAY, WithholdingFactory, official

pytestmark = pytest.mark.django_db


def due(person):
    return due_to(worker_of(person, on=DAY), on=DAY)


@pytest.mark.parametrize(
    ("state", "first", "what"),
    [
        (WithholdingState.TAKEN_DOWN, "proposed_by", "Look at what was taken down: "),
        (WithholdingState.PROPOSED, "proposed_by", "Decide what to withhold: "),
        (
            WithholdingState.LIFTING,
            "lifting_proposed_by",
            "Decide what need not be withheld any more: ",
        ),
    ],
)
def test_what_awaits_a_second_person_is_due_to_approvers_who_are_not_the_first(state, first, what):
    approver, proposer = official(Role.APPROVER), official(Role.APPROVER)
    one = WithholdingFactory(state=state, decided_by=None, **{first: proposer})

    assert due(approver) == [Due(name_of(one), f"{what}{one}", "read")]
    assert due(proposer) == due(official(Role.PUBLISHER)) == []


@pytest.mark.parametrize(("days", "is_due"), [(15, False), (14, True), (-1, True)])
def test_a_review_is_due_to_approvers_a_fortnight_before(days, is_due):
    one = WithholdingFactory(review_on=DAY + timedelta(days=days))

    found = due(official(Role.APPROVER))

    said = Due(
        name_of(one), f"Review whether it is still to be withheld: {one}", "read", one.review_on
    )
    assert found == ([said] if is_due else [])
    assert due(official(Role.PUBLISHER)) == []
