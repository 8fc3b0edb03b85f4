import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.core.states import BatchState
from almoner.organisations.matching import Matching
from almoner.organisations.models import matching_name
from almoner.organisations.queries import live_identifiers, live_organisations
from tests.factories import BatchFactory, OrganisationFactory
from tests.guard import arranging

pytestmark = pytest.mark.django_db


def staged():
    return BatchFactory(state=BatchState.STAGED)


@pytest.mark.parametrize(
    "spelling", ["HARBOUR  TRUST (North)", "Harbour Trust – North.", "harbour trust north"]
)
def test_spellings_that_differ_in_case_punctuation_and_spacing_are_one(spelling):
    known = OrganisationFactory(name="Harbour Trust (North)")
    matching = Matching(staged())

    matching.look_up([spelling])

    assert matching.organisation_called(spelling) == known
    assert (matching.newly_begun(), matching.begun_count, matching.met_count) == ([], 0, 1)


def test_an_ampersand_is_the_word_that_it_stands_for():
    assert matching_name("Quay & Sons") == matching_name("QUAY AND SONS")


def test_names_that_differ_in_a_letter_are_two():
    OrganisationFactory(name="Harbour Trust")
    matching = Matching(staged())

    matching.look_up(["Harbour Trusts"])
    begun = matching.organisation_called("Harbour Trusts")

    assert matching.newly_begun() == [begun]
    assert matching.newly_begun() == []
    assert (matching.begun_count, matching.met_count) == (1, 0)


def test_a_name_that_comes_twice_begins_one_organisation():
    matching = Matching(staged())
    matching.look_up(["Quay", "QUAY"])

    assert matching.organisation_called("Quay") is matching.organisation_called("QUAY")
    assert matching.begun_count == 1


def test_an_organisation_of_a_batch_that_is_not_live_is_not_met():
    hidden = OrganisationFactory(name="Quay", batch=staged())
    with arranging():
        hidden.identifiers.create(scheme="GB-CHC", value="1234567", batch=hidden.batch)
    matching = Matching(BatchFactory(kind="other", state=BatchState.STAGED))

    matching.look_up(["Quay"])
    matching.organisation_called("Quay")

    assert matching.begun_count == 1
    assert not live_organisations().exists()
    assert not live_identifiers().exists()


def test_of_two_known_by_one_name_the_earliest_is_met():
    first = OrganisationFactory(name="Quay")
    OrganisationFactory(name="Quay")
    matching = Matching(staged())

    matching.look_up(["Quay"])

    assert matching.organisation_called("Quay") == first


@given(st.text(min_size=1, max_size=40))
def test_a_matching_name_is_its_own_matching_name(name):
    assert matching_name(matching_name(name)) == matching_name(name)
