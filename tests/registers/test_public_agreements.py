"""What the public may know of one agreement: its history, and what was paid under it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from almoner.agreements.models import Agreement
from almoner.agreements.states import AgreementKind
from almoner.core.periods import FinancialYear
from almoner.payments.states import MatchState
from almoner.registers.public_agreements import (
    Change,
    fields_asked_for,
    public_fields,
    public_payments_under,
    told_of,
    years_made,
)
from tests.factories import (
    DAY,
    NOON,
    BatchFactory,
    MatchFactory,
    PaymentFactory,
    VersionFactory,
    WithholdingFactory,
)
from tests.registers.agreement_files import CONTRACT_HEADER, SHELTER, bring_in, contracts_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelter(tmp_path):
    """A contract of which a second file said that it ends later, and costs more."""
    bring_in(contracts_file(tmp_path, [SHELTER]))
    changed = SHELTER.replace("31/03/2027", "31/03/2028").replace("100000.50", "150000")
    later = contracts_file(tmp_path, [changed], name="later.csv", header=CONTRACT_HEADER)
    bring_in(later, known_from=DAY + timedelta(days=1), at=NOON + timedelta(days=1))
    return later


def test_the_history_says_field_by_field_what_each_file_changed(shelter):
    latest, first = told_of(Agreement.objects.get())

    assert latest.changes == [
        Change("end_date", date(2027, 3, 31), date(2028, 3, 31)),
        Change("value_total", Decimal("100000.50"), Decimal(150000)),
    ]
    assert (latest.file_name, first.file_name) == ("later.csv", "contracts.csv")
    assert (latest.is_first, first.is_first, first.changes) == (False, True, [])


def test_a_change_of_what_is_not_public_is_in_no_history():
    early = VersionFactory(said={"title": "Beds", "contact": "lena@wexmoor.test"})
    batch = BatchFactory(kind="contracts", known_from=DAY)
    said = {"title": "Beds", "contact": "dev@wexmoor.test", "supplier_postcode": "ZX9 7QJ"}
    organisation = {"organisation": early.organisation}
    VersionFactory(agreement=early.agreement, batch=batch, said=said, **organisation)

    latest, _first = told_of(early.agreement)

    assert latest.changes == []
    assert not {"contact", "supplier_postcode"} & set(public_fields(AgreementKind.CONTRACT))


def test_only_confirmed_payments_that_are_public_and_name_who_was_paid_stand_under_an_agreement():
    agreement = VersionFactory().agreement
    shown, withheld = PaymentFactory(), PaymentFactory()
    redacted = PaymentFactory(organisation=None, supplier_name="REDACTED")
    for payment in (shown, withheld, redacted):
        MatchFactory(payment=payment, agreement=agreement, state=MatchState.CONFIRMED)
    proposed = MatchFactory(agreement=agreement).payment
    WithholdingFactory(organisation=withheld.organisation)

    found = set(public_payments_under(agreement))

    assert found == {shown}
    assert proposed not in found


def test_the_years_offered_are_those_from_the_first_agreement_to_the_last_that_are_public():
    for day in (date(2022, 4, 1), date(2024, 3, 31)):
        VersionFactory(awarded_on=day)
    WithholdingFactory(organisation=VersionFactory(awarded_on=date(1999, 1, 1)).organisation)

    years = years_made(AgreementKind.CONTRACT, on=DAY)

    assert years == [FinancialYear(2022), FinancialYear(2023)]
    assert years_made(AgreementKind.GRANT, on=DAY) == []


def test_a_day_that_cannot_be_offers_no_more_than_sixty_years():
    for day in (date(202, 1, 1), date(2026, 1, 1)):
        VersionFactory(awarded_on=day)

    assert len(years_made(AgreementKind.CONTRACT, on=DAY)) == 61


def test_what_the_law_asks_of_a_grant_is_known():
    asked = fields_asked_for(AgreementKind.GRANT)

    assert {"purpose", "reasons", "conditions", "recipient_name"} <= asked
