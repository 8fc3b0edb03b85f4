import pytest

from almoner.decisions.kinds import Subject
from almoner.documents.briefs import brief_about, is_brief_restricted
from tests.commissions.factories import grant_case
from tests.decisions.factories import DAY, advise, advised, draft, signed, submitted
from tests.factories import official

pytestmark = pytest.mark.django_db
SECRET = "Marrowbone House, £41,117"


def about(decision):
    return brief_about(f"decisions.decision:{decision}", on=DAY)


def part(brief, heading):
    return next(one for one in brief.parts if one.heading == heading)


def test_a_decision_is_told_by_part_1_and_the_advice_on_it():
    made = submitted(power="crime-reduction")
    advise(made, Subject.FINANCE, by=official("finance"), words="It is within the budget.")

    brief = about(made)
    facts = dict(brief.facts)

    assert brief.title == f"Counselling for victims of robbery ({made.number})"
    assert brief.asks == "Say whether its recommendations should be approved."
    assert facts["Stands"] == "Awaiting approval by Head of service"
    assert facts["Value"] == "£20,000"
    assert facts["Legal power"].startswith("Crime and disorder reduction grants")
    listed = part(brief, "Recommendations").blocks[0]
    assert (listed.is_ordered, len(listed.items)) == (True, 2)
    assert part(brief, "Advice").rows[0] == ("Finance", "It is within the budget.", "Adviser")
    assert part(brief, "Advice").rows[1] == ("Legal", "Not given yet", "")


def test_part_2_is_in_no_paper_however_it_stands():
    said = {"part_two": SECRET, "part_two_ground": "commercial"}

    for made in (draft(**said), submitted(**said), signed(**said)):
        brief = about(made)
        assert "Marrowbone" not in str(brief.kept())
        assert "41,117" not in str(brief.kept())
        assert dict(brief.facts)["Part 2"].endswith("Ground: Sensitive commercial information")


def test_a_signed_one_says_who_signed_it_and_a_draft_is_open_to_change():
    made = signed()

    assert about(made).asks == "Note that the decision is signed."
    assert part(about(made), "Signed").rows[0][0] == "Head of service"
    assert about(draft()).asks == "Say what should change before it is submitted."


def test_one_about_a_restricted_case_says_that_it_is_for_few():
    hidden, plain = draft(grant_case(is_restricted=True)), draft()

    assert about(hidden)
    assert is_brief_restricted(f"decisions.decision:{hidden}")
    assert not is_brief_restricted(f"decisions.decision:{plain}")
    assert not is_brief_restricted("decisions.decision:DEC-NONE")


def test_it_asks_a_fixed_number_of_questions(django_assert_max_num_queries):
    made = advised()

    with django_assert_max_num_queries(5):
        about(made)
