from decimal import Decimal

import pytest

from almoner.agreements.states import AgreementKind
from tests.assurance.asked import only_the_first_breaks
from tests.factories import AgreementFactory, BatchFactory, StewardshipFactory, VersionFactory

pytestmark = pytest.mark.django_db


def grant(**said):
    batch = BatchFactory(kind="grants")
    agreement = AgreementFactory(kind=AgreementKind.GRANT, batch=batch)
    return VersionFactory(agreement=agreement, said=said).agreement


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("grant-reasons-recorded", "reasons"),
        ("grant-conditions-recorded", "conditions"),
        ("grant-power-recorded", "legal_power"),
    ],
)
def test_a_grant_says_what_the_law_has_published(code, field):
    only_the_first_breaks(code, grant, lambda: grant(**{field: "Said"}))


def test_a_large_agreement_in_force_has_a_manager():
    def large():
        return VersionFactory(amount=Decimal(10_000)).agreement

    VersionFactory(amount=Decimal("9999.99"))

    only_the_first_breaks(
        "agreement-looked-after", large, lambda: StewardshipFactory(agreement=large()).agreement
    )
