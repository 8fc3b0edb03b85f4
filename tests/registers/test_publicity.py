import pytest

from almoner.agreements.states import AgreementKind
from almoner.payments.models import Payment
from almoner.registers.grounds import Ground
from almoner.registers.kinds import Register
from almoner.registers.publicity import (
    WithheldCount,
    latest_spend_files,
    published_by_name,
    published_counts,
    rows_withheld_by,
    spend_file_of,
)
from almoner.registers.states import WithholdingState
from tests.factories import (
    AgreementFactory,
    OrganisationFactory,
    PaymentFactory,
    VersionFactory,
    WithholdingFactory,
)
from tests.web.public.published import publish

pytestmark = pytest.mark.django_db


def withheld(payments=0, versions=0, ground=Ground.SAFETY):
    organisation = OrganisationFactory()
    PaymentFactory.create_batch(payments, organisation=organisation)
    VersionFactory.create_batch(versions, organisation=organisation)
    return WithholdingFactory(organisation=organisation, ground=ground)


def test_nothing_is_said_where_nothing_is_withheld():
    PaymentFactory()

    assert published_counts() == []


def test_rows_are_counted_by_register_and_ground():
    withheld(payments=5, versions=6)
    withheld(payments=7, ground=Ground.PERSONAL_DATA)

    assert published_counts() == [
        WithheldCount(6, Register.CONTRACTS, Ground.SAFETY),
        WithheldCount(5, Register.SPEND, Ground.SAFETY),
        WithheldCount(7, Register.SPEND, Ground.PERSONAL_DATA),
    ]


def test_fewer_than_five_of_a_ground_are_not_told_from_the_others():
    withheld(payments=5)
    withheld(payments=4, ground=Ground.PERSONAL_DATA)

    assert published_counts() == [WithheldCount(9, Register.SPEND)]


@pytest.mark.parametrize(("payments", "versions", "count"), [(4, 0, None), (2, 2, None), (4, 4, 8)])
def test_fewer_than_five_of_a_register_are_not_told_from_the_others(payments, versions, count):
    withheld(payments, versions)

    assert published_counts() == [WithheldCount(count)]


def test_a_withheld_agreement_is_one_row_whatever_was_said_of_it():
    agreement = AgreementFactory(kind=AgreementKind.GRANT)
    VersionFactory(agreement=agreement)
    withholding = WithholdingFactory(organisation=None, agreement=agreement)

    assert rows_withheld_by(withholding) == {
        Register.CONTRACTS: 0,
        Register.GRANTS: 1,
        Register.SPEND: 0,
    }
    assert published_by_name(withholding, most=9) == []


def test_a_file_is_told_without_what_is_withheld_of_it_nor_its_name_if_that_tells(tmp_path):
    publish(tmp_path, name="to Harbour-Trust.csv")
    harbour = Payment.objects.filter(supplier_name="Harbour Trust").first()
    assert spend_file_of(harbour.batch).file_name == "to Harbour-Trust.csv"

    WithholdingFactory(organisation=harbour.organisation)

    (told,) = latest_spend_files(1)
    assert (told.file_name, told.accepted, f"{told.total:.2f}") == ("", 2, "-170.00")


def test_others_who_name_what_is_withheld_are_listed_for_a_person_to_look_at(tmp_path):
    publish(
        tmp_path,
        [
            "Harbour Trust,2026-02-03,1250.50,Grants,A night shelter",
            "Quay & Sons,2026-02-04,50.00,Repairs,A roof for Harbour Trust",
        ],
    )
    harbour = Payment.objects.get(supplier_name="Harbour Trust").organisation

    withholding = WithholdingFactory(
        organisation=harbour, state=WithholdingState.TAKEN_DOWN, decided_by=None
    )

    assert [entry.title for entry in published_by_name(withholding, most=9)] == ["Quay & Sons"]
