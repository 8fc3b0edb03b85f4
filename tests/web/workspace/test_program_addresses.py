import pytest
from django.test import Client

from almoner.agreements.models import Agreement
from almoner.agreements.states import AgreementKind
from almoner.organisations.groups import at_one_with
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.registers.models import Withholding
from almoner.web.workspace.program_addresses import addresses_for_programs
from tests.factories import WithholdingFactory
from tests.web.public.refuge import NAME, plant, taken_down

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def test_every_address_that_told_programs_of_an_organisation_is_listed(tmp_path):
    refuge = plant(tmp_path)
    client = Client()
    both = at_one_with(Organisation.objects.filter(pk=refuge.pk))
    kept = {
        f"/api/v1/organisations/{refuge}",
        *(f"/api/v1/registers/spend/{one}" for one in Payment.objects.filter(organisation=refuge)),
        *(
            f"/api/v1/registers/{one.kind}s/{one}"
            for one in Agreement.objects.filter(versions__organisation=refuge)
        ),
        "/api/v1/registers/spend",
        "/api/v1/registers/contracts/all.ndjson",
        "/api/v1/registers/grants/all.csv",
        "/api/v1/organisations",
    }
    for address in kept:
        assert NAME in b"".join(client.get(address)).decode(), address

    taken_down(organisation=refuge)

    listed = list(addresses_for_programs(Withholding.objects.get()))
    merged = {
        *(f"/api/v1/organisations/{one}" for one in both),
        *(
            f"/api/v1/registers/spend/{one}"
            for one in Payment.objects.filter(organisation__in=both)
        ),
    }
    assert kept | merged <= set(listed)
    assert len(merged) > len([one for one in merged if one in kept])
    assert "/api/v1/editions/spend/2026-02/1" in listed
    assert len(listed) == len(set(listed))


def test_of_an_agreement_its_own_address_is_listed(tmp_path):
    plant(tmp_path)
    grant = Agreement.objects.filter(kind=AgreementKind.GRANT).first()
    one = WithholdingFactory(organisation=None, agreement=grant)

    listed = list(addresses_for_programs(one))
    assert [address for address in listed if "AGR-" in address] == [
        f"/api/v1/registers/grants/{grant}"
    ]
