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
