"""The register of decisions: part 1 to anyone, part 2 to nobody, no number left without a word."""

import json
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from almoner.decisions.operations import Condition, withdraw_decision
from tests.commissions.factories import NOON
from tests.decisions.factories import advised, approve, head, signed, submitted
from tests.web.public.published import body_of

pytestmark = pytest.mark.django_db
SECRET = "Marrowfat"
ADDRESSES = ["/decisions/", "/decisions.csv", "/decisions.json", "/decisions.atom"]


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def read(address, status=200):
    response = Client().get(address)
    assert response.status_code == status, address
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return body_of(response)


def test_nothing_yet_is_said_and_every_twin_answers():
    assert "No decision answers to that" in read("/decisions/")
    for address in ADDRESSES:
        read(address)


def test_part_1_is_for_anyone_and_part_2_in_no_public_byte():
    decision = advised(part_two=f"{SECRET} price", part_two_ground="commercial")
    condition = Condition("Agree the measures", NOON.date())
    approve(decision, by=head(name="Ada Head"), conditions=[condition])
    later = signed(relations=[{"kind": "extends", "number": decision.number}])
    page = f"/decisions/{decision.number}/"

    shown = read(page)
    said = "Ada Head, Head of service", "Agree the measures", "Nothing follows.", "Extended by"
    for words in said:
        assert words in shown
    its_own = [page, f"/decisions/{decision.number}.json", "/sitemap-decisions-1.xml"]
    for address in [*ADDRESSES, *its_own]:
        assert SECRET not in read(address)
        assert decision.number in read(address)
    (row, _other) = sorted(
        json.loads(read("/decisions.json"))["rows"], key=lambda one: one["number"]
    )
    assert row["signed_by"] == "Head of service: Ada Head"
    assert later.number in shown
    linked = json.loads(re.search(r'ld\+json">(.*?)</script>', shown)[1])
    assert (linked["@type"], linked["reportNumber"]) == ("Report", decision.number)
    assert linked["datePublished"] == "2026-03-04"
    assert SECRET not in json.dumps(linked)


def test_numbers_that_have_no_page_are_told_and_found_by_words_are_the_others():
    found = signed(title="Beds for winter")
    awaited, given_up = submitted(title=SECRET), submitted()
    withdraw_decision(given_up, by=given_up.author, at=NOON)
    waits = {"deferral_ground": "commercial", "deferral_reason": SECRET}
    waiting = signed(title=SECRET, deferred_until="2026-06-01", **waits)

    page = read("/decisions/")
    assert f"{given_up.number}: not made." in page
    assert "1 other number was drawn, and nothing is published of its decision yet." in page
    assert f"{waiting.number}: signed 4 March 2026. Part 1 waits until 1 June 2026" in page
    assert SECRET not in page
    for address in (*ADDRESSES, f"/decisions/?q={SECRET}x"):
        assert f">{SECRET}<" not in read(address)
    assert "Beds for winter" in read("/decisions/?q=winter&year=2025-26")
    assert found.number not in read("/decisions.csv?q=summer")
    assert "No decision answers" in read("/decisions/?q=summer")
    for one in (awaited, given_up, waiting):
        read(f"/decisions/{one.number}/", 404)
    read("/decisions.csv?year=1999", 400)


def test_how_fresh_says_how_the_duty_stands():
    assert "not published here yet" in read("/duties/")

    signed()

    assert "1 is published" in " ".join(read("/duties/").split())


def test_the_list_asks_as_much_of_one_decision_as_of_many():
    chief, counts = head(), []
    for many in (1, 3):
        for _ in range(many):
            signed(by=chief)
        with CaptureQueriesContext(connection) as asked:
            read("/decisions/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
