import pytest

from almoner.agreements.fields import FIELDS
from almoner.agreements.models import AMOUNTS, DAYS
from almoner.agreements.search import AGREEMENT, entry_of_agreement
from almoner.agreements.states import AgreementKind
from almoner.publication.datasets import Access
from almoner.search.audiences import PUBLIC
from almoner.search.models import Entry
from almoner.search.operations import rebuild_index
from almoner.search.queries import matches
from tests.factories import DAY, AgreementFactory, BatchFactory, VersionFactory

SAID = {"title": "A night shelter", "contact": "Lena Ortiz", "description": "Beds in winter"}


@pytest.mark.django_db
def test_an_agreement_is_found_by_what_is_public_of_it():
    version = VersionFactory(said=SAID, starts_on=DAY, organisation__name="Harbour Trust")

    entry = entry_of_agreement(version)

    assert (entry.reference, entry.audience, entry.happened_on) == (
        str(version.agreement),
        PUBLIC,
        DAY,
    )
    assert (entry.title, entry.text) == ("A night shelter", "Beds in winter · Harbour Trust")


@pytest.mark.django_db
def test_an_agreement_without_a_title_is_called_by_its_party():
    version = VersionFactory(said={}, organisation__name="Harbour Trust")

    assert entry_of_agreement(version).title == "Harbour Trust"


@pytest.mark.django_db
def test_the_index_is_made_again_of_what_speaks_now():
    agreement = AgreementFactory()
    VersionFactory(agreement=agreement, said={"title": "Old words"})
    grant = VersionFactory(agreement__kind=AgreementKind.GRANT, said={"title": "A grant"})
    VersionFactory(agreement=agreement, batch=BatchFactory(known_from=DAY), said=SAID)

    assert rebuild_index(AGREEMENT) == 2

    assert set(Entry.objects.values_list("reference", "title")) == {
        (str(agreement), "A night shelter"),
        (str(grant.agreement), "A grant"),
    }
    assert not matches("ortiz", audiences=[PUBLIC]).exists()


@pytest.mark.parametrize("kind", AgreementKind)
def test_nothing_is_searched_that_is_not_public(kind):
    searched = {field.access for field in FIELDS[kind] if field.is_searched}

    assert searched == {Access.PUBLIC}


@pytest.mark.parametrize("kind", AgreementKind)
def test_every_column_that_a_field_names_is_one_of_a_version(kind):
    columns = {field.column for field in FIELDS[kind] if field.column}

    assert columns <= {"organisation_name", *AMOUNTS, *DAYS}
    assert len({field.name for field in FIELDS[kind]}) == len(FIELDS[kind])
