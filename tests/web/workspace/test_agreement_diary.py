import csv
from datetime import timedelta
from io import StringIO

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.agreements.states import AgreementKind
from tests.factories import (
    DAY,
    NOON,
    StewardshipFactory,
    TermsFactory,
    VersionFactory,
    WithholdingFactory,
    official,
)
from tests.web.public.published import body_of, queries_of

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
DIARY = "/workspace/agreements/diary/"
SOON = DAY + timedelta(days=20)


@pytest.fixture(autouse=True)
def _noon(settings):
    settings.ADDRESS = "https://wexmoor.test"
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def hugo(client):
    person = official(Role.AGREEMENT_MANAGER, name="Hugo Tansley")
    client.force_login(person, backend=BACKEND)
    return person


def titled(title, **said):
    return VersionFactory(said={"title": title}, **said)


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return body_of(response)


def test_the_diary_reads_by_month_and_begins_with_what_is_overdue(client, hugo):
    slipped = titled("Slipped", first_end_on=SOON)
    StewardshipFactory(agreement=slipped.agreement, manager=hugo)
    TermsFactory(agreement=slipped.agreement, notice_on=DAY - timedelta(days=1))
    titled("Free", first_end_on=SOON + timedelta(days=30))

    page = read(client, DIARY)

    places = [page.index(f"<strong>{title}</strong>") for title in ("Overdue", "March 2026")]
    places.append(page.index("<strong>April 2026</strong>"))
    assert places == sorted(places)
    assert "<strong>3</strong> days, <strong>1</strong> overdue" in page
    assert "Nobody" in page


def test_the_diary_is_narrowed_by_whose_and_kind_and_why(client, hugo):
    mine = titled("Mine", first_end_on=SOON)
    StewardshipFactory(agreement=mine.agreement, manager=hugo)
    titled("Free", first_end_on=SOON, review_on=SOON, agreement__kind=AgreementKind.GRANT)

    def shown(query):
        page = read(client, f"{DIARY}?{query}")
        return {one for one in ("Mine", "Free") if f">{one}<" in page}

    assert shown("whose=mine") == {"Mine"}
    assert shown("whose=nobody") == {"Free"}
    assert shown("kind=grant") == {"Free"}
    assert shown("occasion=review") == {"Free"}
    assert shown("occasion=notice") == set()


def test_an_empty_diary_says_so(client, hugo):
    assert "Nothing stands in the diary" in read(client, DIARY)


def test_the_diary_asks_as_much_of_the_database_for_many_as_for_one(client, hugo):
    titled("One", first_end_on=SOON)
    read(client, DIARY)
    few = queries_of(client, DIARY)

    for n in range(5):
        titled(f"Another {n}", first_end_on=SOON)

    assert queries_of(client, DIARY) == few


def test_a_long_diary_is_paged_and_can_be_had_on_one_page_to_print(client, hugo):
    VersionFactory.create_batch(101, first_end_on=SOON)

    assert read(client, DIARY).count("/workspace/agreements/AGR-") == 100
    assert read(client, f"{DIARY}?pages=one").count("/workspace/agreements/AGR-") == 101


def test_what_is_due_leads_to_its_part_of_the_diary_and_nowhere_else(client, hugo):
    assert client.get(f"{DIARY}nobody/")["Location"] == f"{DIARY}?whose=nobody"
    assert client.get(f"{DIARY}mine/")["Location"] == f"{DIARY}?whose=mine"
    assert client.get(f"{DIARY}everybody/").status_code == 404


def test_the_table_has_the_same_days_and_no_spreadsheet_runs_it(client, hugo):
    hidden = titled("=1+1", first_end_on=SOON)
    WithholdingFactory(organisation=hidden.organisation)

    response = client.get(f"{DIARY}days.csv")
    (row,) = csv.DictReader(StringIO(response.content.decode()))

    assert (row["Day"], row["Why"], row["Title"]) == (SOON.isoformat(), "Ends", "'=1+1")
    assert (row["Managed by"], row["Withheld from the public"]) == ("nobody", "yes")
    assert "not-for-publication" in response["Content-Disposition"]


def test_a_calendar_has_the_same_days(client, hugo):
    version = titled("Night shelter", first_end_on=SOON, organisation_name="Harbour Trust")

    response = client.get(f"{DIARY}days.ics")
    text = response.content.decode().replace("\r\n ", "")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:{version.agreement}-ends@wexmoor.test\r\n" in text
    assert f"DTSTART;VALUE=DATE:{SOON:%Y%m%d}\r\n" in text
    assert f"SUMMARY:Ends: Night shelter\\, Harbour Trust\\, {version.agreement}\r\n" in text
    assert f"URL:https://wexmoor.test/workspace/agreements/{version.agreement}/\r\n" in text
    assert "DTSTAMP:20260304T120000Z\r\n" in text


def test_a_calendar_does_not_name_what_is_withheld(client, hugo):
    hidden = titled("Wren House", first_end_on=SOON, organisation_name="Wren House Refuge")
    WithholdingFactory(organisation=hidden.organisation)

    text = client.get(f"{DIARY}days.ics").content.decode().replace("\r\n ", "")

    assert "Wren" not in text
    assert f"SUMMARY:Ends: {hidden.agreement}\r\n" in text
    assert "CLASS:PRIVATE\r\n" in text
