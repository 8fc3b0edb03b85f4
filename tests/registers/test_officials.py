import pytest

from almoner.agreements.models import AgreementVersion
from almoner.registers.models import ImportedFile
from almoner.registers.officials import files_of, withheld_among
from tests.factories import VersionFactory, WithholdingFactory
from tests.registers.agreement_files import bring_in, contracts_file

pytestmark = pytest.mark.django_db


def test_what_is_withheld_is_told_by_its_agreement_or_its_organisation():
    by_organisation, by_itself, free = VersionFactory.create_batch(3)
    WithholdingFactory(organisation=by_organisation.organisation)
    WithholdingFactory(organisation=None, agreement=by_itself.agreement)
    keys = [one.agreement_id for one in (by_organisation, by_itself, free)]

    assert withheld_among(keys) == set(keys[:2])


def test_each_version_knows_the_file_it_came_in(tmp_path):
    imported = bring_in(contracts_file(tmp_path)).imported
    version = AgreementVersion.objects.first()

    assert files_of([version]) == {imported.batch_id: ImportedFile.objects.get()}
