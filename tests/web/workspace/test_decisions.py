"""Decisions in the workspace: written, advised on, returned, signed by whom the limit names."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.decisions.kinds import Subject
from almoner.decisions.models import Decision, Delegation
from tests.commissions.factories import NOON, grant_case, value
from tests.commissions.frameworks import TEXT
from tests.decisions.factories import (
    advised,
    advised_by_all,
    deputy_of,
    draft,
    fresh,
    grant_of,
    head,
    signed,
    submitted,
)
from tests.decisions.test_about_body import BODY, drafted
from tests.factories import official
from tests.web.public.published import body_of
from tests.web.workspace.signing_in import BACKEND, signed_in

pytestmark = pytest.mark.django_db
NO_INTEREST = {"interest": "none", "interest_words": ""}


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    framework = tmp_path / "small.toml"
    framework.write_text(TEXT, encoding="utf-8")
    settings.FRAMEWORK = str(framework)
    with time_machine.travel(NOON, tick=False):
        yield


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return re.sub(r"\s+", " ", body_of(response))


def send(client, address, status=302, **said):
    response = client.post(address, said)
    assert response.status_code == status, body_of(response)
    return re.sub(r"\s+", " ", body_of(response)) if status == 200 else ""


def client_of(person):
    other = Client()
    other.force_login(person, backend=BACKEND)
    return other


def shown_on(client, decision):
    """What the form of the sign page sends of what it shows."""
    page = read(client, f"/workspace/decisions/{decision}/sign/")
    hidden = re.findall(r'<input type="hidden" name="(step|digest)" value="([^"]*)"', page)
    return dict(hidden) | {"confirm": "on"} | NO_INTEREST


def test_a_decision_is_written_section_by_section_and_submitted(client):
    me = signed_in(client, "commissioning-officer")
    case = grant_case(lead=me)
    send(client, f"/workspace/commissions/{case}/decide/", title="Counselling", matter="plan")
    at = f"/workspace/decisions/{Decision.objects.get()}/"
    assert "Write the summary." in send(client, f"{at}submit/", 200, **NO_INTEREST)
    summary = {"summary": "Fund it", "recommendations": "Approve £20,000\n\nNote the risks"}
    reasons = {"background": "Nine weeks", "considerations": "Grants", "power": "crime-reduction"}
    restricted = {"part_two": "The price", "part_two_ground": "commercial"}

    send(client, f"{at}edit/summary/", read=1, title="Counselling", **summary)
    send(client, f"{at}edit/reasons/", read=2, **reasons)
    again = send(client, f"{at}edit/reasons/", 200, read=2, **reasons)
    assert "Somebody changed this decision after you opened it." in again
    send(client, f"{at}edit/restricted/", read=3, **restricted)
    send(client, f"{at}submit/", **NO_INTEREST)

    page = read(client, at)
    assert "PCD-2026-001" in page
    assert "not given on this text yet" in page


def test_a_decision_is_advised_on_signed_and_public_at_once():
    made = submitted()
    at = f"/workspace/decisions/{made}/"
    adviser = client_of(official(Role.FINANCE))
    for subject in Subject:
        send(adviser, f"{at}advise/{subject}/", words="Nothing follows.", office="CFO")
    boss = client_of(head(name="Ada Head"))
    page = read(boss, f"{at}sign/")
    assert "You are the last to approve: this signs the decision, and publishes" in page
    assert "Value in 2026-27" in page

    send(boss, f"{at}sign/", outcome="approve", **shown_on(boss, made))

    assert "public since" in read(boss, at)
    assert "Ada Head, Head of service" in read(Client(), "/decisions/PCD-2026-001/")


def test_it_is_returned_with_questions_and_approved_with_conditions_afterwards(client):
    boss = client_of(head())
    made = advised()
    me = client_of(made.author)
    at = f"/workspace/decisions/{made}/"
    said = send(boss, f"{at}sign/", 200, outcome="return", **shown_on(boss, made))
    assert "Write the questions or the reasons." in said
    send(boss, f"{at}sign/", outcome="return", words="Who else?", **shown_on(boss, made))
    assert "Who else?" in read(me, at)
    send(me, f"{at}submit/", answers="Three others.", **NO_INTEREST)
    day = {"due_on_day": 1, "due_on_month": 4, "due_on_year": 2026}
    dated = {"due_on_0": 1, "due_on_1": 4, "due_on_2": 2026}

    send(
        boss,
        f"{at}sign/",
        outcome="approve-with-conditions",
        conditions="Agree measures",
        **(shown_on(boss, made) | day | dated),
    )

    page = read(me, at)
    assert "Agree measures" in page
    assert "Three others." in page


def test_who_comes_second_is_told_and_who_has_an_interest_takes_no_part():
    first, second = client_of(head()), client_of(head())
    made = advised()
    at = f"/workspace/decisions/{made}/sign/"
    seen = shown_on(second, made)

    send(first, at, outcome="approve", **shown_on(first, made))
    send(second, at, 409, outcome="approve", **seen)
    other = advised()
    seen = shown_on(second, other) | {"interest": "some", "interest_words": "My sister"}
    said = send(second, f"/workspace/decisions/{other}/sign/", 200, outcome="approve", **seen)

    assert "You declared an interest in it." in said
    assert fresh(other).state == "submitted"


def test_a_changed_fact_is_named_and_sends_it_back():
    case = grant_case()
    made = advised(case)
    value(case, 30_000)
    boss = client_of(head())
    at = f"/workspace/decisions/{made}/"

    page = read(boss, at)
    assert "Value in 2026-27: £20,000.00 → £30,000.00" in page
    said = send(boss, f"{at}sign/", 200, outcome="approve", **shown_on(boss, made))
    assert "approvals have lapsed: Value in 2026-27" in said
    send(boss, f"{at}lapse/")

    assert fresh(made).state == "returned"


def test_part_2_is_read_by_few_and_each_reading_is_logged(client):
    signed_in(client, "publisher")
    made = submitted(part_two="The reserve price is 17", part_two_ground="commercial")
    at = f"/workspace/decisions/{made}/part-two/"

    read(client, at, 403)
    assert "The reserve price is 17" in read(client_of(official(Role.FINANCE)), at)
    assert "17" not in read(client, f"/workspace/decisions/{made}/").partition("Summary")[2]

    outcomes = AccessEntry.objects.filter(about=f"decisions.parttwo:{made}")
    assert sorted(outcomes.values_list("outcome", flat=True)) == ["allowed", "refused"]


def test_part_1_is_drawn_for_word_and_pdf_without_part_2():
    made = signed(part_two="Marrowfat price", part_two_ground="commercial")
    boss = client_of(official(Role.APPROVER))
    at = f"/workspace/decisions/{made}/form"

    word = boss.get(f"{at}.docx").content
    with ZipFile(BytesIO(word)) as file:
        said = file.read("word/document.xml").decode()
    for words in ("To fund counselling for three years.", "Head of service", "Finance comments"):
        assert words in said
    assert "Marrowfat" not in said
    assert boss.get(f"{at}.pdf").content.startswith(b"%PDF")
    read(boss, f"{at}.txt", 404)


def test_a_restricted_cases_decisions_are_not_listed_to_others(client):
    signed_in(client, "publisher")
    secret, plain = draft(grant_case(is_restricted=True), title="Secret beds"), draft()

    page = read(client, "/workspace/decisions/")
    assert "Secret beds" not in page
    assert plain.reference in page
    read(client, f"/workspace/decisions/{secret}/", 403)


def test_the_scheme_says_who_decides_and_what_is_left_of_a_delegation(client):
    signed_in(client, "approver")
    chief = head(name="Ada Head")
    deputy = deputy_of(chief, Role.APPROVER)
    signed(by=chief, grants=[grant_of(ceiling="30000.00")])
    delegation = Delegation.objects.get()
    signed(by=chief, delegation=delegation)

    page = read(client, "/workspace/decisions/scheme/")
    assert "Head of service, then Chief finance officer" in page
    assert f"{deputy.name} in place of Ada Head today" in page
    assert "£10,000.00" in page
    send(client, f"/workspace/decisions/delegations/{delegation}/end/", because="Over")
    assert "ended" in read(client, "/workspace/decisions/scheme/")


def test_part_1_that_waits_is_deferred_longer_or_published():
    boss = client_of(official(Role.APPROVER))
    waits = {"deferral_ground": "commercial", "deferral_reason": "A bid is open."}
    made = signed(deferred_until="2026-06-01", **waits)
    at = f"/workspace/decisions/{made}/part-one/"
    until = {"until_0": 1, "until_1": 7, "until_2": 2026}
    until |= {"until_day": 1, "until_month": 7, "until_year": 2026}

    assert "waits until 1 June 2026" in read(boss, at)
    send(boss, at, ground="commercial", reason="Still open", **until)
    assert "Part 1 waits until 1 July 2026 (Sensitive commercial" in read(Client(), "/decisions/")
    read(Client(), f"/decisions/{made.number}/", 404)
    send(boss, at, act="publish")

    read(Client(), f"/decisions/{made.number}/")


def test_a_draft_is_withdrawn_once_that_was_confirmed():
    made = draft()
    me = client_of(made.author)

    assert "This cannot be undone." in read(me, f"/workspace/decisions/{made}/withdraw/")
    send(me, f"/workspace/decisions/{made}/withdraw/")

    assert fresh(made).state == "withdrawn"


def test_relations_and_delegations_are_written_as_sections():
    earlier = signed()
    made = draft()
    me = client_of(made.author)
    at = f"/workspace/decisions/{made}/edit"
    ends = {"ends_on_0": 1, "ends_on_1": 12, "ends_on_2": 2026}
    ends |= {"ends_on_day": 1, "ends_on_month": 12, "ends_on_year": 2026}

    send(me, f"{at}/relations/", read=1, kind_0="extends", number_0=earlier.number.lower())
    send(me, f"{at}/delegation/", read=2, office="head", matter="plan", ceiling="5,000", **ends)
    said = send(me, f"{at}/delegation/", 200, read=3, office="head")
    assert "A delegation needs an office or a person, a matter, a ceiling and an end." in said
    send(me, f"{at}/publication/", read=3, deferred_until_0="", deferral_ground="")
    read(me, f"{at}/delegation/")
    read(me, f"{at}/nothing/", 404)

    text = fresh(made).current
    assert text.relations == [{"kind": "extends", "number": earlier.number}]
    assert text.grants == [
        {
            "office": "head",
            "person": "",
            "matter": "plan",
            "ceiling": "5000",
            "ends_on": "2026-12-01",
        }
    ]


@pytest.mark.parametrize("address", ["decisions/", "decisions/scheme/"])
def test_lists_ask_as_much_of_one_decision_as_of_many(client, address):
    signed_in(client, "approver")
    chief = head()
    counts = []
    for many in (1, 3):
        for _ in range(many):
            signed(by=chief, grants=[grant_of()])
        with CaptureQueriesContext(connection) as asked:
            read(client, f"/workspace/{address}")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_decision_about_no_case_is_begun_from_the_list_and_signed_on_its_own(client, settings):
    Path(settings.FRAMEWORK).write_text(BODY, encoding="utf-8")
    me, first = signed_in(client, "board-secretary"), client_of(head(name="Ada Head"))
    assert "/workspace/decisions/new/" in read(client, "/workspace/decisions/")
    assert "/workspace/decisions/new/" not in read(first, "/workspace/decisions/")
    read(first, "/workspace/decisions/new/", 403)
    said = {"title": "Adopting the framework", "matter": "governance", "is_restricted": "on"}
    assert "The plan" not in read(client, "/workspace/decisions/new/")
    send(client, "/workspace/decisions/new/", **said)
    made = Decision.objects.get()
    at = f"/workspace/decisions/{made}/"

    assert "The body itself, and no case" in read(client, at)
    assert made.author == me
    send(client, f"{at}edit/worth/", read=1, value="0")
    words = {"summary": "Adopt it.", "recommendations": "Adopt it."}
    send(client, f"{at}edit/summary/", read=2, title=made.current.title, **words)
    reasons = dict.fromkeys(("background", "considerations", "plan", "papers"), "Why.")
    send(client, f"{at}edit/reasons/", read=3, power="services", **reasons)
    send(client, f"{at}submit/", **NO_INTEREST)
    advised_by_all(fresh(made))
    assert "What it says is then fixed." not in read(first, at)
    send(first, f"{at}sign/", outcome="approve", **shown_on(first, made))

    number = fresh(made).number
    assert number in read(client, at)
    assert "Adopting the framework" in read(Client(), f"/decisions/{number}/")
    assert AccessEntry.objects.filter(about=f"decisions.decision:{made}").exists()


def test_who_may_not_read_a_restricted_decision_finds_it_nowhere(client):
    hidden = drafted(is_restricted=True)
    signed_in(client, "publisher")

    read(client, f"/workspace/decisions/{hidden}/", 403)
    assert hidden.reference not in read(client, "/workspace/decisions/")
    read(client, f"/workspace/decisions/{hidden}/form.docx", 403)


def test_where_the_framework_has_no_matter_about_the_body_the_page_says_so(client):
    signed_in(client, "finance")

    assert "The framework names no such matter" in read(client, "/workspace/decisions/new/")
