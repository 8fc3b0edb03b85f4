"""What could be mended in an edition on its way is counted, and holds nothing back."""

from decimal import Decimal

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.core.due import due_to
from almoner.payments.states import MatchState
from almoner.publication.datasets import registry
from almoner.registers.due_editions import duty_called
from almoner.registers.faults import (
    CONTRADICTION,
    DISORDER,
    GAP,
    OVERPAID,
    REPEATED,
    SHAPE,
    Faults,
    faults_in,
    who_mends,
)
from almoner.registers.kinds import Register
from almoner.registers.models import Preparation, Review
from almoner.registers.tasks import review_editions
from tests.factories import DAY, NOON, MatchFactory, PaymentFactory, official
from tests.guard import arranging
from tests.registers.agreement_files import bring_in, contracts_file
from tests.registers.findings import CLEAN, held
from tests.registers.publishing import drafted, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("duties")]


def found(code="contracts", period="2026-02"):
    faults = faults_in(duty_called(code, on=DAY), period, on=DAY)
    return {(fault.code, fault.column): (fault.rows, fault.examples) for fault in faults}


HEADER = (
    "Contract Reference,Contract Title,Supplier,Company Number,Start Date,End Date,Contract Value"
)


def contracts(folder, *rows):
    """Import contracts of two years, each a supplier and its company number."""
    lines = [
        f"C-{n},Beds,{row},01/04/2025,31/03/2027,250" for n, row in enumerate(rows or ["Quay,"])
    ]
    bring_in(contracts_file(folder, lines, header=HEADER))


def test_what_the_duty_asks_for_and_is_not_recorded_is_counted_with_the_first_rows(tmp_path):
    contracts(tmp_path)

    assert found()[GAP, "Description"] == (1, [str(Agreement.objects.get())])


def test_days_out_of_order_are_found_with_their_column(tmp_path):
    header = "Contract Reference,Contract Title,Supplier,Start Date,End Date,Current End Date"
    row = "C-1,Beds,Quay,01/04/2025,31/03/2024,31/03/2027"
    bring_in(contracts_file(tmp_path, [row], header=header))

    assert found()[DISORDER, "EndDate"] == (1, [str(Agreement.objects.get())])


def test_a_row_that_says_what_an_earlier_one_says_is_found(tmp_path):
    held(tmp_path, CLEAN, CLEAN)

    rows, examples = found("spend")[REPEATED, ""]

    assert (rows, len(examples)) == (1, 1)


def test_another_number_for_the_same_organisation_is_found(tmp_path):
    contracts(tmp_path, *(f"Harbour Trust,{number}" for number in ("01234567", "07654321")))
    whose = AgreementVersion.objects.order_by("pk").first().organisation
    with arranging():
        AgreementVersion.objects.update(organisation=whose)

    assert found()[CONTRADICTION, "CompaniesHouseRegistrationNumber"][0] == 1


def test_a_number_of_no_register_is_found():
    faults = Faults(registry[Register.CONTRACTS](AgreementVersion.objects.none()))
    row = ["" for _ in faults.columns]
    row[faults.names.index("CharityCommissionNumber")] = "twelve"

    faults.look(row)

    assert faults.at(SHAPE, "CharityCommissionNumber").rows == 1


@pytest.mark.parametrize(("paid", "is_found"), [("250.00", False), ("250.01", True)])
def test_an_agreement_under_which_more_was_paid_than_it_is_worth_is_found(tmp_path, paid, is_found):
    contracts(tmp_path)
    payment = PaymentFactory(amount=Decimal(paid))
    MatchFactory(payment=payment, agreement=Agreement.objects.get(), state=MatchState.CONFIRMED)

    assert ((OVERPAID, "") in found()) is is_found


def test_faults_ask_as_much_of_the_database_for_many_rows_as_for_one(
    tmp_path, django_assert_max_num_queries
):
    contracts(tmp_path, *[f"Quay {n}," for n in range(12)])

    with django_assert_max_num_queries(17):
        rows, examples = found()[GAP, "Description"]
    assert (rows, len(examples)) == (12, 10)


def test_an_edition_on_its_way_is_looked_over_and_holds_nothing_back(tmp_path):
    contracts(tmp_path)

    preparation = submitted("contracts")
    review_editions(NOON)

    (review,) = Review.objects.all()
    assert review.preparation == Preparation.objects.get()
    assert {"Description", "ProcessType"} <= {fault["column"] for fault in review.faults}
    assert preparation.row_count == 1


def test_who_can_mend_is_told_in_my_work(tmp_path):
    contracts(tmp_path)
    preparation = drafted("contracts")
    review_editions(NOON)

    def told(role):
        due = due_to(worker_of(official(role), on=DAY), on=DAY)
        name = f"registers.preparation:{preparation}"
        return [one.what for one in due if (one.about, one.verb) == (name, "mend")]

    assert told(Role.PUBLISHER)[0].startswith("Mend what you can in an edition: ")
    assert told(Role.FINANCE) == told(Role.AUDITOR) == []


def test_payments_beyond_a_value_are_for_those_who_match_payments():
    assert who_mends(OVERPAID, Register.CONTRACTS) == {Role.FINANCE, Role.AGREEMENT_MANAGER}
    assert who_mends(GAP, Register.SPEND) == {Role.FINANCE, Role.PUBLISHER}
