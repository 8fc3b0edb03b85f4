import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.core.states import BatchState
from almoner.organisations.identifiers import Mention, numbers_of
from almoner.organisations.matching import Doubt, Match, Matching
from almoner.organisations.models import Organisation, matching_name
from almoner.organisations.queries import live_identifiers, live_organisations
from tests.factories import BatchFactory, OrganisationFactory
from tests.guard import arranging

pytestmark = pytest.mark.django_db


COMPANY, OTHER_COMPANY = ("GB-COH", "01234567"), ("GB-COH", "07654321")
CHARITY = ("GB-CHC", "1234567")


def staged():
    return BatchFactory(state=BatchState.STAGED)


def known(name="Harbour Trust", *numbers):
    organisation = OrganisationFactory(name=name)
    with arranging():
        for scheme, value in numbers:
            organisation.identifiers.create(scheme=scheme, value=value)
    return organisation


def matched(*mentions):
    """What a file's mentions are matched to, and the numbers that it adds."""
    matching = Matching(staged())
    matching.look_up(mentions)
    matches = [matching.match(mention) for mention in mentions]
    added = [(one.organisation, one.scheme, one.value) for one in matching.newly_identified()]
    return matches, added


@pytest.mark.parametrize(
    "spelling", ["HARBOUR  TRUST (North)", "Harbour Trust – North.", "harbour trust north"]
)
def test_spellings_that_differ_in_case_punctuation_and_spacing_are_one(spelling):
    known = OrganisationFactory(name="Harbour Trust (North)")
    matching = Matching(staged())

    matching.look_up([Mention(spelling)])

    assert matching.match(Mention(spelling)).organisation == known
    assert (matching.newly_begun(), matching.begun_count, matching.met_count) == ([], 0, 1)


def test_an_ampersand_is_the_word_that_it_stands_for():
    assert matching_name("Quay & Sons") == matching_name("QUAY AND SONS")


def test_names_that_differ_in_a_letter_are_two():
    OrganisationFactory(name="Harbour Trust")
    matching = Matching(staged())

    matching.look_up([Mention("Harbour Trusts")])
    begun = matching.match(Mention("Harbour Trusts")).organisation

    assert matching.newly_begun() == [begun]
    assert matching.newly_begun() == []
    assert (matching.begun_count, matching.met_count) == (1, 0)


def test_a_name_that_comes_twice_begins_one_organisation():
    matching = Matching(staged())
    matching.look_up([Mention("Quay"), Mention("QUAY")])

    assert (
        matching.match(Mention("Quay")).organisation is matching.match(Mention("QUAY")).organisation
    )
    assert matching.begun_count == 1


def test_what_a_file_began_it_did_not_meet_though_it_comes_again_once_it_is_staged():
    matching = Matching(staged())
    matching.look_up([Mention("Quay")])
    begun = matching.match(Mention("Quay")).organisation
    with arranging():
        begun.save()

    assert matching.match(Mention("Quay")).organisation is begun
    assert (matching.begun_count, matching.met_count) == (1, 0)


def test_an_organisation_of_a_batch_that_is_not_live_is_not_met():
    hidden = OrganisationFactory(name="Quay", batch=staged())
    with arranging():
        hidden.identifiers.create(scheme="GB-CHC", value="1234567", batch=hidden.batch)
    matching = Matching(BatchFactory(kind="other", state=BatchState.STAGED))

    matching.look_up([Mention("Quay")])
    matching.match(Mention("Quay"))

    assert matching.begun_count == 1
    assert not live_organisations().exists()
    assert not live_identifiers().exists()


def test_of_two_known_by_one_name_the_earliest_is_met():
    first = OrganisationFactory(name="Quay")
    OrganisationFactory(name="Quay")
    matching = Matching(staged())

    matching.look_up([Mention("Quay")])

    assert matching.match(Mention("Quay")).organisation == first


@given(st.text(min_size=1, max_size=40))
def test_a_matching_name_is_its_own_matching_name(name):
    assert matching_name(matching_name(name)) == matching_name(name)


def test_a_number_finds_an_organisation_under_any_name():
    harbour = known("Harbour Trust", COMPANY)

    matches, added = matched(Mention("Harbour Trust Trading Ltd", (COMPANY,)))

    assert (matches, added) == ([Match(harbour)], [])


def test_a_number_is_asked_before_a_name():
    known("Harbour Trust")
    numbered = known("Quay", COMPANY)

    matches, _ = matched(Mention("Harbour Trust", (COMPANY,)))

    assert matches == [Match(numbered)]


def test_a_name_that_no_number_contradicts_is_met_and_takes_the_number():
    harbour = known("Harbour Trust", CHARITY)

    matches, added = matched(Mention("HARBOUR TRUST", (COMPANY,)))

    assert (matches, added) == ([Match(harbour)], [(harbour, *COMPANY)])


def test_a_name_that_a_number_contradicts_is_another_organisation():
    harbour = known("Harbour Trust", COMPANY)

    [match], added = matched(Mention("Harbour Trust", (OTHER_COMPANY,)))

    assert (match.doubt, match.other) == (Doubt.NAMED_ALIKE, harbour)
    assert match.organisation.pk is None
    assert added == [(match.organisation, *OTHER_COMPANY)]


def test_numbers_that_lead_to_two_keep_the_first_and_are_doubted():
    harbour, quay = known("Harbour Trust", CHARITY), known("Quay", COMPANY)

    matches, added = matched(Mention("Harbour Trust", (COMPANY, CHARITY)))

    assert (matches, added) == ([Match(quay, Doubt.LEADS_TO_TWO, harbour)], [])


def test_a_second_number_of_a_register_is_not_taken_and_is_doubted():
    harbour = known("Harbour Trust", COMPANY, CHARITY)

    matches, added = matched(Mention("Harbour Trust", (CHARITY, OTHER_COMPANY)))

    assert (matches, added) == ([Match(harbour, Doubt.HAS_ANOTHER)], [])


def test_within_a_file_a_number_begun_with_one_name_finds_it_under_another():
    matches, added = matched(Mention("Quay Ltd", (COMPANY,)), Mention("Quay", (COMPANY, CHARITY)))

    begun = matches[0].organisation
    assert matches == [Match(begun), Match(begun)]
    assert added == [(begun, *COMPANY), (begun, *CHARITY)]


def test_of_two_named_alike_the_one_that_agrees_is_met():
    known("Harbour Trust", COMPANY)
    second = known("Harbour Trust", OTHER_COMPANY)

    matches, _ = matched(Mention("Harbour Trust", (OTHER_COMPANY,)), Mention("Harbour Trust"))

    assert matches[0] == Match(second)


def test_a_file_is_looked_up_in_as_many_questions_however_long_it_is(django_assert_num_queries):
    mentions = [Mention(f"Quay {n}", (("GB-COH", f"{n:08}"),)) for n in range(30)]
    for mention in mentions[:10]:
        known(mention.name, *mention.numbers)
    matching = Matching(staged())

    with django_assert_num_queries(7):
        matching.look_up(mentions)
        matched = [matching.match(mention) for mention in mentions]

    assert len({match.organisation.reference for match in matched}) == 30
    assert (matching.met_count, matching.begun_count) == (10, 20)


def test_a_number_that_an_undone_import_brought_finds_nobody():
    gone = OrganisationFactory(batch=BatchFactory(state=BatchState.UNDONE))
    with arranging():
        gone.identifiers.create(scheme=COMPANY[0], value=COMPANY[1], batch=gone.batch)

    [match], added = matched(Mention("Quay", (COMPANY,)))

    assert match.organisation.pk is None
    assert added == [(match.organisation, *COMPANY)]


@pytest.mark.parametrize(
    ("stated", "numbers"),
    [
        ({"company": "sc123456"}, (("GB-COH", "SC123456"),)),
        ({"charity": "1234567"}, (CHARITY,)),
        ({"charity": "SC012345"}, (("GB-SC", "SC012345"),)),
        ({"charity": "NIC100012"}, (("GB-NIC", "100012"),)),
        ({"other": "gb-chc-1234567"}, (CHARITY,)),
        ({"other": "XI-PB-12/34"}, (("XI-PB", "12/34"),)),
        ({"other": "V-10023"}, ()),
        ({"other": "10023"}, ()),
        ({"charity": "1234567", "other": "GB-CHC-1234567"}, (CHARITY,)),
        ({"company": "01234567", "charity": "1234567"}, (COMPANY, CHARITY)),
    ],
)
def test_numbers_are_those_of_registers_each_once_companies_first(stated, numbers):
    assert numbers_of(**stated) == numbers


def merged(name, *numbers, into):
    """One that is merged with another, known by these numbers."""
    member = known(name, *numbers)
    with arranging():
        Organisation.objects.filter(pk=member.pk).update(merged_into=into, survivor=into)
    return member


def test_numbers_that_lead_to_two_who_are_merged_leave_no_doubt():
    trust = known("Harbour Trust", COMPANY)
    merged("Harbour Trust Limited", CHARITY, into=trust)

    matches, _ = matched(Mention("Harbour", (COMPANY, CHARITY)))

    assert matches == [Match(trust)]


def test_the_number_of_one_who_is_merged_contradicts_no_name_of_another():
    trust = known("Harbour Trust", COMPANY)
    merged("Harbour Trust Limited", OTHER_COMPANY, into=trust)

    matches, added = matched(Mention("Harbour Trust", (OTHER_COMPANY,)), Mention("Harbour Trust"))

    assert {match.organisation.name for match in matches} == {
        "Harbour Trust",
        "Harbour Trust Limited",
    }
    assert [match.doubt for match in matches] == [None, None]
    assert added == []


def test_what_a_file_says_of_one_who_is_merged_stays_its_own_and_counts_as_one_organisation():
    trust = known("Harbour Trust")
    limited = merged("Harbour Trust Limited", into=trust)
    mentions = [Mention("Harbour Trust"), Mention("Harbour Trust Limited")]
    matching = Matching(staged())

    matching.look_up(mentions)

    assert [matching.match(mention).organisation for mention in mentions] == [trust, limited]
    assert (matching.met_count, matching.begun_count) == (1, 0)
