"""Cases in the workspace: from a need to the next stage, seen by who may, asked of no more."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from almoner.accounts.models import AccessEntry
from almoner.commissions.kinds import LinkKind
from almoner.commissions.models import Commission
from almoner.commissions.operations import ask_gate, link_cases
from almoner.commissions.route_test import QUESTIONS
from tests.commissions.factories import (
    DIRECT,
    NOON,
    TIMETABLE,
    case,
    consultation,
    contract_case,
    grant_case,
    officer,
)
from tests.commissions.frameworks import TEXT, in_force
from tests.decisions.factories import signed
from tests.decisions.test_controls import DECIDED
from tests.factories import VersionFactory
from tests.framework.factories import head, hold
from tests.web.public.published import body_of
from tests.web.workspace.signing_in import BACKEND, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    framework = tmp_path / "small.toml"
    framework.write_text(TEXT, encoding="utf-8")
    settings.FRAMEWORK = str(framework)
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def me(client):
    return signed_in(client, "commissioning-officer")


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return re.sub(r"\s+", " ", body_of(response))


def send(client, address, status=302, **said):
    response = client.post(address, said)
    assert response.status_code == status, body_of(response)
    return response


def days(prefix, day):
    return {f"{prefix}_day": day.day, f"{prefix}_month": day.month, f"{prefix}_year": day.year}


def client_of(person):
    other = Client()
    other.force_login(person, backend=BACKEND)
    return other


def test_a_grant_goes_from_a_need_through_its_gate_and_is_refused_once_on_the_way(client, me):
    send(client, "/workspace/commissions/new/", title="Counselling", route="grant")
    made = Commission.objects.get()
    at = f"/workspace/commissions/{made}/"
    assert "A draft" in read(client, at)
    send(client, f"{at}course/", act="open")
    send(client, f"{at}money/", read=1, net_2026="20,000", vat_2026="")

    refused = send(client, f"{at}gate/", 200, onward="open")
    assert "The need is recorded: The need, its evidence" in body_of(refused)
    send(
        client,
        f"{at}need/",
        read=2,
        title="Counselling for victims",
        need="Nine weeks",
        evidence="The assessment",
        outcomes="Two weeks",
        objectives=["safer-streets"],
    )
    send(client, f"{at}terms/", read=3, category="services", power="crime-reduction")
    send(client, f"{at}gate/", onward="open")

    gate = made.gates.get()
    decide = f"/workspace/commissions/gates/{gate}/"
    assert "Only who holds this office, or their deputy, says now: Head of service." in read(
        client, decide
    )
    head = Client()
    hold("head", signed_in(head, "approver"))
    said = send(head, decide, 200, outcome="back", words="")
    assert "Say why, or on which conditions." in body_of(said)
    send(head, decide, outcome="back", words="Who else asked?")
    assert "Who else asked?" in read(client, at)
    send(client, f"{at}gate/", onward="open")
    send(head, f"/workspace/commissions/gates/{made.gates.last()}/", outcome="go")

    shown = read(client, at)
    assert 'aria-current="step"> <span class="road__title">Open</span>' in shown
    assert "Its lead moves it on." in shown


def test_the_parts_of_a_case_are_said_and_shown(client, me):
    made = case("direct", lead=me)
    at = f"/workspace/commissions/{made}/"
    send(client, f"{at}terms/", read=1, category="services", cpv="85312320-8", power="services")
    send(client, f"{at}money/", read=2, net_2026="552,950", vat_2026="110590")
    said = {}
    for name, day in TIMETABLE.items():
        said |= days(name, day)
    send(client, f"{at}timetable/", read=3, manner=["urgent"], **said)
    reason = {k: v for k, v in DIRECT.items() if k != "compete_on"}
    send(client, f"{at}direct-award/", read=4, **reason, **days("compete_on", DIRECT["compete_on"]))

    shown = read(client, at)

    assert "Public contract, light touch" in shown
    assert "£552,950 and VAT of £110,590 make £663,540." in shown
    assert "85312320 (Counselling services, light touch), 36 months" in shown
    assert "28 August 2026" in shown
    assert "Only one can do it" in shown
    assert read(client, f"{at}timetable/").count("Publish the transparency notice") == 1


def test_mistakes_are_said_beside_what_was_written(client, me):
    made = case("contract", lead=me)
    at = f"/workspace/commissions/{made}/"

    assert "Enter the eight digits" in body_of(
        send(client, f"{at}terms/", 200, read=1, category="services", cpv="853")
    )
    assert "No organisation has that reference" in body_of(
        send(client, f"{at}terms/", 200, read=1, category="services", supplier="ORG-1")
    )
    send(client, f"{at}terms/", read=1, category="services")
    stale = send(client, f"{at}terms/", 200, read=1, category="goods")
    assert "Somebody changed this part after you opened it." in body_of(stale)


def test_evidence_is_written_and_signed_by_another(client, me):
    made = case("contract", lead=me)
    at = f"/workspace/commissions/{made}/"
    answers = {q.code: "yes" if q.yes_is == "contract" else "no" for q in QUESTIONS}

    mixed = send(client, f"{at}route-test/", 200, **{**answers, "enforceable": "no"})
    assert "The answers pull both ways." in body_of(mixed)
    send(client, f"{at}route-test/", **answers)
    asked = {"who": "Suppliers", "asked": "Could you?", **days("asked_on", NOON.date())}
    unequal = send(client, f"{at}consultation/record/", 200, kind="market", **asked)
    assert "Say what every supplier was told alike." in body_of(unequal)
    send(client, f"{at}consultation/record/", kind="market", told_alike="The draft.", **asked)
    answer = f"/workspace/commissions/consultations/{made.consultations.get()}/answer/"
    assert "which requirement changed" in body_of(send(client, answer, 200, said="Yes."))
    send(client, answer, said="Yes.", fresh="Open until nine.")
    second = consultation(made)
    answer = f"/workspace/commissions/consultations/{second}/answer/"
    send(client, answer, said="Later.", requirement_1="Open until ten.")
    screened = dict.fromkeys(["personal", "sensitive", "vulnerable", "large", "shared"], "no")
    send(client, f"{at}data-protection/", **screened, novel="no")
    assessment = f"/workspace/commissions/assessments/{made.assessments.get()}/"
    assert "You wrote it" in read(client, assessment)
    send(client_of(officer()), assessment)

    assert "Asked 2 times; 1 requirement" in read(client, at)
    assert "Open until ten." in read(client, f"{at}consultation/")
    assert "Data protection screening" in read(client, f"{at}assessments/")
    assert "Signed" in read(client, assessment)
    assert "Requirement 1: Open until nine." in read(client, f"{at}consultation/")


def test_equality_is_assessed_by_the_nine_characteristics(client, me):
    made = case("contract", lead=me)
    at = f"/workspace/commissions/{made}/equality/"
    form = read(client, at)
    names = set(re.findall(r'name="(impact_[a-z-]+)"', form))
    assert len(names) == 9

    send(client, at, **dict.fromkeys(names, "none") | {"impact_age": "negative"})

    shown = read(client, f"/workspace/commissions/assessments/{made.assessments.get()}/")
    assert "It is not finished" in shown


def test_splitting_is_asked_about_and_a_restricted_case_stays_unnamed(client, me):
    made = case("grant", lead=me, net=30_000)
    secret = case("grant", lead=me, net=25_000, is_restricted=True)
    link_cases(made, secret, kind=LinkKind.SAME_NEED, by=me, at=NOON)
    at = f"/workspace/commissions/{made}/splitting/"

    other = read(client_of(officer()), at)
    assert "the approval limit of £50,000" in other
    assert "a restricted case" in other
    assert str(secret) not in other
    mine = read(client, at)
    assert str(secret) in mine
    found = re.search(r'name="found" value="([0-9a-f]{64})"', mine)[1]
    send(client, at, found=found, reason="Two boroughs.")
    assert "Two boroughs." in read(client, at)


def test_people_and_course_are_changed_by_the_lead(client, me):
    made, other = grant_case(lead=me), officer(name="Bea Tarn")
    at = f"/workspace/commissions/{made}/"
    later = NOON.date().replace(year=2027)

    send(client, f"{at}team/", **{"act": "add", "add-person": other.reference})
    assert "Bea Tarn" in read(client, at)
    send(client, f"{at}team/", **{"act": "remove", "remove-person": other.reference})
    send(client, f"{at}hold/", reason="The fund is late.", **days("until", later))
    assert "The fund is late." in read(client, at)
    send(client, f"{at}course/", act="resume")
    send(client, f"{at}course/", act="restrict")
    assert "Every official" not in read(client, f"{at}course/")
    send(client, f"{at}course/", act="unrestrict")
    send(client, f"{at}route/", route="contract")
    send(client, f"{at}link/", 200, other="COM-2020-001", kind="follows")
    third = case("grant")
    send(client, f"{at}link/", other=str(third), kind="follows")
    assert "follows it" in read(client, f"{at}splitting/")
    send(client, f"{at}team/", **{"act": "hand", "hand-person": other.reference})
    read(client, f"{at}team/", 403)
    send(client_of(other), f"{at}stop/", reason="No money.")
    assert "No money." in read(client, at)


def test_a_case_is_moved_to_the_framework_in_force_once_its_changes_are_read(client):
    signed_in(client, "approver")
    made = grant_case(now=in_force(TEXT.replace("Plan", "Prepare")))
    at = f"/workspace/commissions/{made}/framework/"

    assert "Prepare" in read(client, at)
    send(client, at, 200)
    send(client, at, has_read="on")

    assert "Nothing would change." in read(client, at)


def test_the_pipeline_is_listed_narrowed_and_taken_away(client, me):
    mine, other = grant_case(lead=me, title="Mine"), contract_case(title="Theirs")
    ask_gate(mine, onward="open", now=in_force(), by=me, at=NOON)
    lists = "/workspace/commissions/"

    assert "<strong>2</strong> cases" in read(client, lists)
    for query, shown in {
        "?whose=mine": [mine],
        "?state=waiting": [mine],
        "?route=contract": [other],
        "?stage=plan": [mine, other],
        "?month=2026-09": [other],
        "?month=none": [mine],
        f"?q={other}": [other],
        "?state=closed": [],
        "?sort=-value": [mine, other],
    }.items():
        text = read(client, lists + query)
        assert {made for made in (mine, other) if str(made) in text} == set(shown), query
    assert "Enter a month as 2026-09." in read(client, f"{lists}?month=soon")
    board = read(client, f"{lists}pipeline/")
    assert "Plan: 2 cases, £164,000.00" in board
    assert "September 2026: 1 case" in read(client, f"{lists}pipeline/?by=month")
    rows = client.get(f"{lists}list.csv?route=contract").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith(f"{other},")


def test_a_restricted_case_is_read_by_few_and_every_read_is_logged(client):
    made = case(is_restricted=True)
    signed_in(client, "commissioning-officer")
    at = f"/workspace/commissions/{made}/"

    read(client, at, 403)
    read(client_of(made.lead), at)
    assert str(made) not in read(client, "/workspace/commissions/")

    about = f"commissions.commission:{made}"
    outcomes = list(AccessEntry.objects.filter(about=about).values_list("outcome", flat=True))
    assert sorted(outcomes) == ["allowed", "refused"]


def test_an_administrator_reads_no_case(client):
    made = case()
    signed_in(client, "administrator")

    for address in ("", "pipeline/", "list.csv", f"{made}/"):
        read(client, f"/workspace/commissions/{address}", 403)


def test_an_office_that_nobody_holds_is_said_at_the_gate_and_to_whom_to_turn(client, me):
    made = grant_case(lead=me)
    gate = ask_gate(made, onward="open", now=in_force(), by=me, at=NOON)
    pages = [f"/workspace/commissions/{made}/", f"/workspace/commissions/gates/{gate}/"]
    empty = "Nobody holds the office of <strong>Head of service</strong>, so nobody can decide."

    for address in pages:
        shown = read(client, address)
        assert empty in shown
        assert "/workspace/decisions/offices/head/" in shown
    assert "ask an administrator who is to be Head of service" in read(client, "/workspace/")

    head(name="Ada Head")
    for address in pages:
        assert "<strong>Head of service</strong> decides: Ada Head, or" in read(client, address)


def test_a_gate_that_a_decision_opens_says_so_and_is_passed_as_it_is_asked(client, me, settings):
    settings.KEPT_MB = 1  # as it is served
    now = in_force(DECIDED)
    made = grant_case(lead=me, now=now)
    at = f"/workspace/commissions/{made}/"
    shown = read(client, at)
    assert "A signed decision lets it through. Those who sign it, in this order:" in shown
    decision = signed(made, now=now)

    asked = questions(client, at)
    assert len(asked) <= 15, "\n".join(sql[:160] for sql in asked)
    said = "A signed decision lets it through, and nobody has to say so again:"
    assert said in read(client, at)
    assert "It moves on at once." in read(client, f"{at}gate/")
    send(client, f"{at}gate/", onward="open")

    assert "by the decision <a" in read(client, at)
    assert decision.number in read(client, f"/workspace/commissions/gates/{made.gates.get()}/")


def test_what_waits_for_somebody_is_their_work(client, me):
    made = grant_case(lead=me)
    gate = ask_gate(made, onward="open", now=in_force(), by=me, at=NOON)
    head = Client()
    hold("head", signed_in(head, "approver"))

    assert f"/workspace/commissions/gates/{gate}/" in read(head, "/workspace/")
    assert "Decide at a gate" not in read(client, "/workspace/")


def test_what_ends_says_when_its_successor_must_begin(client):
    signed_in(client, "agreement-manager")
    VersionFactory(first_end_on=date(2027, 3, 31), said={"title": "A night shelter"})
    VersionFactory(first_end_on=date(2026, 4, 30), said={"title": "A day centre"})

    text = read(client, "/workspace/commissions/ends/")

    assert "A night shelter" in text
    assert "18 November 2026" in text
    assert text.count("> Now </strong>") + text.count(">Now<") == 1
    read(client_of(signed_in(Client(), "assessor")), "/workspace/commissions/ends/", 403)


def questions(client, address):
    """What a page asks of the database, but for the marks that only a test's transaction needs."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]


def test_the_pipeline_and_a_case_ask_fifteen_questions_however_many_cases_there_are(client, me):
    made = contract_case(lead=me)
    ask_gate(grant_case(lead=me), onward="open", now=in_force(), by=me, at=NOON)
    pages = ["/workspace/commissions/", "/workspace/commissions/pipeline/", "/workspace/"]
    few = [len(questions(client, address)) for address in pages]
    for _n in range(3):
        other = grant_case(lead=me)
        ask_gate(other, onward="open", now=in_force(), by=me, at=NOON)
    many = [len(questions(client, address)) for address in pages]

    assert many == few
    assert max(few[:2]) <= 15, few
    for shown in (made, other):
        asked = questions(client, f"/workspace/commissions/{shown}/")
        assert len(asked) <= 15, "\n".join(sql[:160] for sql in asked)
