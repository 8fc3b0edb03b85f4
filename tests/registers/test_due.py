from datetime import timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, due_to
from almoner.core.references import name_of
from almoner.registers.due import findings_to_judge
from almoner.registers.states import WithholdingState
from tests.factories import (
    DAY,
    FindingFactory,
    ImportedFileFactory,
    SightingFactory,
    WithholdingFactory,
    official,
)

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


def finding_in_spend(importer, **said):
    finding = FindingFactory(**said)
    ImportedFileFactory(batch=finding.batch, imported_by=importer)
    return SightingFactory(finding=finding).finding


def test_what_holds_rows_is_due_to_whoever_judges_it_and_did_not_import_it():
    importer = official(Role.PUBLISHER)
    for _ in range(2):
        finding_in_spend(importer)
    finding_in_spend(importer, blocks=False, code="sole-trader")

    line = Due(
        "registers.findings:spend", "Judge what holds rows of spend back: 2 findings", "read"
    )
    assert due(official(Role.FINANCE)) == due(official(Role.PUBLISHER)) == [line]
    assert due(importer) == due(official(Role.AGREEMENT_MANAGER)) == due(official()) == []


def test_findings_ask_as_much_of_the_database_for_many_as_for_one(django_assert_num_queries):
    finance = official(Role.FINANCE)
    worker = worker_of(finance, on=DAY)
    finding_in_spend(official(Role.PUBLISHER))
    with django_assert_num_queries(1):
        assert len(list(findings_to_judge(worker, DAY))) == 1

    for _ in range(5):
        finding_in_spend(official(Role.PUBLISHER))

    with django_assert_num_queries(1):
        assert len(list(findings_to_judge(worker, DAY))) == 1
