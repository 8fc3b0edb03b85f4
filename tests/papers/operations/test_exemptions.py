import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.queries import worker_of
from almoner.core.due import due_to
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.framework.grounds import View
from almoner.papers.kinds import Reason
from almoner.papers.operations import (
    agree_to_exemption,
    end_exemption,
    propose_exemption,
    refuse_exemption,
)
from almoner.papers.states import ExemptionState
from tests.factories import DAY, NOON, ExemptionFactory, official

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return official("agreement-manager")


def wanted(**change):
    return ExemptionFactory.build(
        agreement=ExemptionFactory(state=ExemptionState.REFUSED).agreement,
        proposed_by=None,
        **change,
    )


def test_two_people_find_that_no_copy_is_owed_and_one_ends_that(manager):
    approver = official("approver")
    exemption = propose_exemption(wanted(), by=manager, at=NOON)
    due = due_to(worker_of(approver, on=DAY), on=DAY)
    assert f"papers.exemption:{exemption}" in {one.about for one in due}

    agreed = agree_to_exemption(exemption, by=approver, at=NOON)
    assert agreed.state == ExemptionState.IN_FORCE
    ended = end_exemption(agreed, by=manager, at=NOON)

    assert (ended.state, ended.ended_by) == (ExemptionState.ENDED, manager)
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["exemption.proposed", "exemption.agreed", "exemption.ended"]


def test_a_refused_exemption_stays_refused(manager):
    exemption = propose_exemption(wanted(), by=manager, at=NOON)

    refused = refuse_exemption(exemption, by=official("approver"), at=NOON)

    assert refused.state == ExemptionState.REFUSED
    with pytest.raises(IllegalTransition):
        agree_to_exemption(refused, by=official("approver"), at=NOON)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"explanation": " "}, "Say why"),
        ({"reason": Reason.SAFETY, "view_of": View.BODY}, "the chief officer’s view"),
    ],
)
def test_what_the_law_does_not_allow_is_not_proposed(manager, change, said):
    with pytest.raises(ValidationError, match=said):
        propose_exemption(wanted(**change), by=manager, at=NOON)


def test_it_is_said_of_a_contract_once_and_by_who_may(manager):
    exemption = propose_exemption(wanted(), by=manager, at=NOON)
    again = ExemptionFactory.build(agreement=exemption.agreement, proposed_by=None)

    with pytest.raises(ValidationError, match="said of it already"):
        propose_exemption(again, by=manager, at=NOON)
    with pytest.raises(PermissionDenied):
        propose_exemption(wanted(), by=official("finance"), at=NOON)
