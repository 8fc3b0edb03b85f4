import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.core.actors import OPERATOR
from almoner.registers.due_editions import duty_called
from almoner.registers.operations import approve_under_authority, grant_authority_as_operator
from tests.factories import DAY, NOON, official, published_copy
from tests.registers.publishing import duties_of_wexmoor, issue, submitted
from tests.web.public.published import queries_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wexmoor():
    with duties_of_wexmoor(), time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        yield


def test_the_page_says_of_every_duty_why_it_is_and_how_it_stands(client):
    issue("spend", "2025-12")
    issue("grants", "2026-02")

    page = read(client, "/duties/")

    assert "SI 2011/3050 sch. para. 3(g)" in page
    assert "Our registers come out each month" in page
    assert 'href="/editions/spend/2025-12/1/"' in page
    assert "12 days late" in page
    assert "January 2026 was due on 20 February 2026" in page
    assert "March 2026 is due on 20 April 2026" in page
    assert "<strong>4</strong> of these are late" in page


def test_what_nothing_here_makes_yet_says_so(client):
    page = read(client, "/duties/")

    assert "not published here yet" in page
    assert "each within 5 working days of being available" in page


def test_the_page_asks_as_much_of_the_database_for_many_editions_as_for_one(client):
    issue("spend", "2025-12")
    few = queries_of(client, "/duties/")

    issue("spend", "2026-01")
    issue("grants", "2026-01")

    assert queries_of(client, "/duties/") == few


def test_an_edition_under_an_authority_names_it_and_no_person(client):
    publisher = official(Role.PUBLISHER)
    authority = grant_authority_as_operator(
        duty_called("spend", on=DAY), valid_to=DAY, named=publisher, by=OPERATOR, at=NOON
    )
    approve_under_authority(submitted(), authority, by=publisher, at=NOON)

    page = read(client, "/editions/spend/2026-02/1/")

    assert f"Under standing authority {authority}, from 4 March 2026 to 4 March 2026" in page
    assert "0 of 2 publishers have confirmed it" in page
    assert "Nothing to report" in page
    assert "Lena" not in page


ITEMS = """

[[item]]
paragraph = "3(f)"
what = "Each grant"
when = "Monthly"
duty = "grants"

[[item]]
paragraph = "3(a)"
what = "The budget"
when = "Before the year begins"
elsewhere = "https://wexmoor.test/budget"

[[item]]
paragraph = "4(a)"
what = "Land"
when = "Each year"
elsewhere = ""
"""


@pytest.fixture
def items(tmp_path, settings):
    """The duties of Wexmoor, and three items of its law."""
    text = Path(settings.FRAMEWORK).read_text(encoding="utf-8")
    file = tmp_path / "with-items.toml"
    file.write_text(text + ITEMS, encoding="utf-8")
    settings.FRAMEWORK = str(file)


def row_of(page, words):
    (found,) = [row for row in page.split("<tr>")[1:] if words in row.split("</tr>")[0]]
    return " ".join(found.split("</tr>")[0].split())


def test_every_item_of_the_law_leads_to_its_live_register_and_files_or_says_where_it_is(
    client, items
):
    issue("grants", "2026-02")

    page = read(client, "/duties/")

    grants = row_of(page, "Each grant")
    assert 'href="/registers/grants/"' in grants
    assert 'href="/editions/grants/2026-02/1/"' in grants
    assert "4 March 2026" in grants  # last published
    assert "20 April 2026" in grants  # next due
    assert "up to date" in grants
    assert 'href="https://wexmoor.test/budget"' in row_of(page, "The budget")
    assert "not said where" in row_of(page, "Land")
    assert "the body has not said where it publishes it" in page
    assert "own promise" in row_of(page, "Contracts that were live")


def test_its_twins_say_the_same(client, items):
    issue("spend", "2025-12")

    in_csv = list(csv.DictReader(io.StringIO(read(client, "/duties.csv"))))
    in_json = json.loads(read(client, "/duties.json"))

    assert [row["what"] for row in in_csv] == [row["what"] for row in in_json["rows"]]
    assert [row["state"] for row in in_csv[:3]] == ["due", "elsewhere", "not-said"]
    spend = next(row for row in in_json["rows"] if row["duty"] == "spend")
    assert (spend["state"], spend["days_late"], spend["next_period"]) == ("late", 12, "2026-01")
    assert (spend["last_published_on"], spend["next_due_on"]) == ("2026-03-04", "2026-02-20")
    assert in_json["as_at"] == "2026-03-04"
    assert client.get("/duties.json")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 19, 23, 59, tzinfo=UTC), "due in 1 day"),
        (datetime(2026, 3, 20, 0, 0, tzinfo=UTC), "due today"),
        (datetime(2026, 3, 20, 23, 59, tzinfo=UTC), "due today"),
        (datetime(2026, 3, 21, 0, 0, tzinfo=UTC), "1 day late"),
        (datetime(2026, 4, 19, 22, 59, tzinfo=UTC), "30 days late"),
        (datetime(2026, 4, 19, 23, 0, tzinfo=UTC), "31 days late"),  # summer: a new London day
    ],
)
def test_days_late_are_counted_in_whole_london_days(client, items, moment, said):
    issue("grants", "2026-01")

    with time_machine.travel(moment, tick=False):
        assert said in row_of(read(client, "/duties/"), "Each grant")


def test_copies_that_are_out_are_dated_by_the_last_of_them(client, settings):
    settings.FRAMEWORK = "policing"
    published_copy()

    row = row_of(read(client, "/duties/"), "#contract-copies")

    assert "up to date" in row
    assert "not published here yet" not in row
    assert row.count("4 March 2026") == 1
    assert 'href="/registers/contract-copies/"' in row
