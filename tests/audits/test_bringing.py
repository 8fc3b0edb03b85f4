"""A list that was kept elsewhere comes in whole, once, and says what is wrong with it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.audits.bringing import read_list
from almoner.audits.models import Recommendation, Review, Verdict
from almoner.audits.operations import bring_recommendations
from almoner.audits.standings import recommendations_as_at, recommendations_known
from almoner.audits.states import Progress
from almoner.opendata.sources import UnreadableFile
from tests.factories import DAY, NOON, official

pytestmark = pytest.mark.django_db
HEADER = (
    "Ref,Audit title,Report date,Rating,Finding,Risk,Recommendation,Priority,Management response,"
    "Agreed action,Owner,Directorate,Original target date,Revised date,Status,Verified on\n"
)
GRANTS = "Grants,20/06/2019,Limited"
LINES = [
    f"1,{GRANTS},No plan,,Plan,High,Accepted,A plan,Omar Reed,,31/12/2019,31/03/2020,In progress,",
    f"2,{GRANTS},No list,,Publish it,Medium,Accepted,Publish,,,31/12/2019,,Closed,04/10/2021",
    "3,Grants,20/06/2019,Limited,Many teams,Cost,Join them,Low,Rejected,,,,,,,",
    "4,Payments,01/02/2026,Adequate,No order,Waste,Ask for one,Urgent,,,,,,,,",
]


def listed(folder, lines=LINES):
    path = folder / "list.csv"
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_list(path, on=DAY)


@pytest.fixture
def people():
    return {
        "sponsor": official(Role.COMMISSIONING_OFFICER, name="Ada Moss"),
        "by": official(Role.AUDITOR, name="Ivo Lund"),
        "owner": official(Role.PUBLISHER, name="Omar Reed"),
    }


def brought(found, people, **said):
    given = {"sponsor": people["sponsor"], "by": people["by"], **said}
    return bring_recommendations(found.rows, carried_out_by="", at=NOON, **given)


def test_every_row_comes_in_as_its_list_says(tmp_path, people):
    found = listed(tmp_path)

    came = brought(found, people)

    assert (came.recommendations, came.reviews) == (4, 2)
    grants = Review.objects.get(title="Grants")
    assert (grants.issued_on, grants.ratings.get().title) == (date(2019, 6, 20), "Limited")
    rows = {one.recommendation.issued_as: one for one in recommendations_known(DAY)}
    assert {number: row.progress for number, row in rows.items()} == {
        "1": Progress.IN_PROGRESS,
        "2": Progress.IMPLEMENTED,
        "3": Progress.REJECTED,
        "4": Progress.UNANSWERED,
    }
    assert (rows["1"].due_on, rows["1"].days_slipped) == (date(2020, 3, 31), 91)
    assert rows["1"].recommendation.action.owner == people["owner"]
    assert (rows["2"].is_verified, rows["2"].verdict.valid_from) == (True, date(2021, 10, 4))
    # By what was known then, nothing: the list came in today.
    assert recommendations_as_at(date(2021, 10, 4)) == []


def test_what_is_wrong_is_said_row_by_row(tmp_path, people):
    twice = LINES[0].replace("Omar Reed", "Nobody Known")

    found = listed(
        tmp_path, [twice, twice, LINES[3], "5,Grants,20/06/2019,Limited,Nothing,,,,,,,,,,,"]
    )

    assert (len(found.rows), found.left_out) == (2, 2)
    told = " ".join(one.words for one in found.troubles)
    for words in ("Nobody here is called Nobody Known", "stands twice", "has no “Urgent”"):
        assert words in told


SEVERAL = [
    "7,Teams,01/02/2026,Limited,Late,,Join them,High,Accepted,Sign,,,01/05/2026,,Done,01/03/2026",
    "7,Teams,,,,,Join them,,,Tell them,Omar Reed,,01/06/2026,,In progress,",
    "7,Teams,,,,,Join them,High,,Move them,,,01/04/2026,,,",
]


def test_rows_of_one_number_are_one_recommendation_with_an_action_each(tmp_path, people):
    found = listed(tmp_path, SEVERAL)

    came = brought(found, people)

    assert (found.recommendations, len(found.rows), found.troubles) == (1, 3, [])
    assert (came.recommendations, came.reviews, came.actions) == (1, 1, 2)
    (row,) = recommendations_known(DAY)
    assert [(one.action.what, one.owner_name, one.kind) for one in row.agreed] == [
        ("Tell them", "Omar Reed", "progress"),
        ("Move them", "Ada Moss", "opened"),
        ("Sign", "Ada Moss", "verified"),
    ]
    assert (row.progress, row.due_on) == (Progress.IN_PROGRESS, date(2026, 6, 1))
    assert (row.response.agreed, row.is_verified) == ("Tell them", False)
    assert listed(tmp_path, SEVERAL).known == 1


def test_a_number_whose_rows_are_all_over_is_over_since_the_last_of_them(tmp_path, people):
    later = SEVERAL[0].replace("Sign", "Print").replace("01/03/2026", "02/03/2026")

    brought(listed(tmp_path, [later, SEVERAL[0]]), people)

    (row,) = recommendations_known(DAY)
    assert (row.is_verified, row.verdict.valid_from) == (True, date(2026, 3, 2))
    assert (row.response.agreed, row.agreed) == ("Print\nSign", ())


def test_rows_that_say_different_things_of_one_number_name_each_other(tmp_path):
    other = SEVERAL[1].replace("Join them,,", "Part them,Low,")

    found = listed(tmp_path, [SEVERAL[0], other, SEVERAL[2], LINES[3]])

    assert [row.issued_as for row in found.rows] == ["4"]
    told = [one.words for one in found.troubles if one.is_left_out]
    assert (found.left_out, len(set(told))) == (3, 1)
    assert told[0].startswith(
        "Rows 2 and 3 say different things of recommendation 7: recommendation, priority."
    )


def test_a_row_that_cannot_be_read_leaves_out_the_others_of_its_number(tmp_path):
    unread = SEVERAL[1].replace("Join them", "")

    found = listed(tmp_path, [SEVERAL[0], unread])

    assert (found.rows, found.left_out) == ([], 2)
    assert "Row 3 has the same number and is left out" in found.troubles[0].words


def test_a_list_that_comes_again_brings_only_what_is_new(tmp_path, people):
    first = listed(tmp_path, LINES[:2])
    brought(first, people)

    again = listed(tmp_path)

    assert (again.known, [row.issued_as for row in again.rows]) == (2, ["3", "4"])
    came = brought(again, people)
    assert (came.recommendations, came.reviews) == (2, 1)
    assert brought(first, people).recommendations == 0
    assert Recommendation.objects.count() == 4


def test_nothing_is_kept_of_a_list_that_cannot_come_in(tmp_path, people):
    found = listed(tmp_path)
    with pytest.raises(ValidationError, match="other than yourself"):
        brought(found, people, sponsor=people["by"])
    with pytest.raises(PermissionDenied):
        brought(found, people, by=people["owner"])

    assert (Review.objects.count(), Action.objects.count(), Verdict.objects.count()) == (0, 0, 0)


def test_a_file_without_such_a_list_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Name,Colour\nDoor,Blue\n", encoding="utf-8")

    with pytest.raises(UnreadableFile):
        read_list(path, on=DAY)
