from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.actions.states import ActionState
from almoner.audits.models import Recommendation
from almoner.cli.demonstration.pages import pdf_of
from tests.actions.factories import ActionFactory
from tests.audits.factories import (
    EvidenceFactory,
    RecommendationFactory,
    TiedControlFactory,
    VerdictFactory,
    agreed,
    agreed_also,
    nights_of,
    step,
)
from tests.factories import DAY, NOON, official
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import BACKEND, signed_in
from tests.web.workspace.test_audits import day_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/recommendations/"
CODE = "operators-roles-confirmed"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def of(recommendation, verb=""):
    return f"{LIST}{recommendation}/{verb}"


def as_(client, person):
    client.force_login(person, backend=BACKEND)


def test_the_list_says_both_views_and_narrows_them(client):
    signed_in(client, Role.APPROVER)
    late, done = agreed(due_on=DAY - timedelta(days=1)), agreed(state=ActionState.DONE)
    VerdictFactory(recommendation=late)
    over = agreed(state=ActionState.VERIFIED)
    VerdictFactory(recommendation=over, finds="fully-implemented")
    owner = late.action.owner.reference

    page = read(client, LIST)

    for words in ("Overdue", "Implemented", "Partially implemented", "1 was overdue", "2 were"):
        assert words in page
    links = {one: of(one) for one in (late, done, over)}
    for asked, found in {
        "which=overdue": {late},
        "which=closed": {over},
        "which=all&progress=implemented": {done, over},
        "finds=none": {done},
        f"owner={owner}": {late},
        "which=slipped": set(),
    }.items():
        page = read(client, f"{LIST}?{asked}")
        assert {one for one, link in links.items() if f'href="{link}"' in page} == found, asked


def test_the_list_is_read_as_at_a_day_and_downloaded(client):
    signed_in(client, Role.APPROVER)
    recommendation = agreed()
    VerdictFactory(recommendation=recommendation)
    before = "&".join(
        f"{box}={said}" for box, said in day_in("on", DAY - timedelta(days=1)).items()
    )

    file = body_of(client.get(f"{LIST}list.csv"))
    earlier = body_of(client.get(f"{LIST}list.csv?{before}"))

    assert len(file.splitlines()) == len(earlier.splitlines()) == 2
    assert "Partially implemented" in file
    assert "Partially implemented" not in earlier


def test_management_answers_shows_and_says_that_it_is_implemented(client):
    recommendation = RecommendationFactory()
    sponsor, owner = recommendation.review.sponsor, official(Role.PUBLISHER)
    as_(client, sponsor)
    people = {"owner": owner.reference, "verifier": recommendation.review.lead.reference}
    said = {"answer": "accepted", "agreed": "Each quarter", **people}
    assert "Answer it" in read(client, of(recommendation))
    refused = body_of(client.post(of(recommendation, "answer/"), said))
    assert "Whoever accepts says this, too." in refused
    due_on = DAY + timedelta(days=30)

    client.post(of(recommendation, "answer/"), {**said, **day_in("due_on", due_on)})
    as_(client, owner)
    assert "Add evidence" in read(client, of(recommendation, "implemented/"))
    assert client.post(of(recommendation, "implemented/"), {"text": "x"}).status_code == 403
    file = SimpleUploadedFile("register.pdf", pdf_of([["The register"]]))
    shown = {"title": "The register", "file": file, **day_in("dated_on", DAY)}
    client.post(of(recommendation, "evidence/"), shown)
    client.post(of(recommendation, "implemented/"), {"text": "It is out"})

    page = read(client, of(recommendation))
    assert "The register" in page
    assert "Replaced" not in page
    assert Action.objects.get().state == ActionState.DONE
    neither = body_of(client.post(of(recommendation, "evidence/"), {**shown, "file": ""}))
    assert "one of the two" in neither
    strange = {**shown, "file": "", "thing": "XYZ-1"}
    assert "Look it up" in body_of(client.post(of(recommendation, "evidence/"), strange))


def test_management_adds_agreed_actions_one_after_the_other(client):
    recommendation = RecommendationFactory()
    as_(client, recommendation.review.sponsor)
    people = {"owner": official(Role.PUBLISHER), "verifier": recommendation.review.lead}
    said = {name: person.reference for name, person in people.items()}
    said |= {"another": "yes", **day_in("due_on", DAY + timedelta(days=9))}
    add = of(recommendation, "actions/new/")

    first = client.post(
        of(recommendation, "answer/"), {**said, "answer": "accepted", "agreed": "A"}
    )
    read(client, add)
    second = client.post(add, {**said, "what": "B"})
    last = client.post(add, {**said, "what": "C", "another": ""}, follow=True)

    assert first["Location"] == second["Location"] == add
    assert "Choose somebody" in body_of(client.post(add, {"what": "D"}))
    assert [one.what for one in Action.objects.order_by("pk")] == ["A", "B", "C"]
    assert "It is agreed" in body_of(last)


def test_its_page_lists_what_was_agreed_and_names_what_holds_it_up(client):
    recommendation = agreed()
    late = agreed_also(recommendation, due_on=DAY - timedelta(days=3), what="Tell all")
    as_(client, late.owner)

    page = read(client, of(recommendation))

    for words in (late.what, "Pia Holm", "since 1 March 2026", f"Say how far {late}"):
        assert words in page
    as_(client, recommendation.action.owner)
    page = read(client, of(recommendation, "implemented/"))
    assert f"{late} is still to be done" in page
    assert f'href="/workspace/actions/{late}/"' in page
    assert f"Say how far {late}" not in read(client, of(recommendation))
    signed_in(client, Role.AUDITOR)
    assert f"{late} is still to be done" in read(client, of(recommendation, "verdict/"))
    owners = read(client, f"{LIST}?owner={late.owner.reference}")
    assert "and 1 more action" in owners
    assert "Tell all" in body_of(client.get(f"{LIST}list.csv"))


def test_an_action_is_opened_about_it_where_it_is_agreed(client):
    recommendation = agreed()
    signed_in(client, Role.APPROVER)
    asked = f"/workspace/actions/new/?source=audits.recommendation:{recommendation}"

    assert client.get(asked)["Location"] == of(recommendation, "actions/new/")
    assert client.post(asked, {"what": "x"})["Location"] == of(recommendation, "actions/new/")
    assert Action.objects.count() == 1


def test_a_restricted_action_about_it_is_shown_to_those_who_may_read_it(client):
    recommendation, name = agreed(), "audits.recommendation"
    secret = ActionFactory(source=f"{name}:{recommendation}", is_restricted=True)

    signed_in(client, Role.FINANCE)
    assert str(secret) not in read(client, of(recommendation))
    signed_in(client, Role.APPROVER)
    page = read(client, of(recommendation))
    assert str(secret) in page
    assert secret.what not in page


def test_an_auditor_ties_it_to_controls_and_is_refused_while_one_is_red(client):
    recommendation = agreed(state=ActionState.DONE)
    EvidenceFactory(recommendation=recommendation)
    auditor = signed_in(client, Role.AUDITOR)
    read(client, of(recommendation, "controls/"))
    client.post(of(recommendation, "controls/"), {"codes": [CODE], "days": "5"})
    first = DAY - timedelta(days=5)
    nights_of(CODE, first=first, last=DAY - timedelta(days=1), broken=[DAY - timedelta(days=2)])
    verdict = {"finds": "fully-implemented", "reasons": "Looked"}

    page = read(client, of(recommendation))
    refused = body_of(client.post(of(recommendation, "verdict/"), verdict))

    for said in (page, refused):
        assert "broke on the night of 2 March 2026" in said
        assert f"/workspace/controls/{CODE}/" in said
    assert "How many in a hundred cases kept it" in page
    client.post(of(recommendation, "controls/"), {"codes": [CODE], "days": "1"})
    client.post(of(recommendation, "verdict/"), verdict)
    assert "Fully implemented" in read(client, of(recommendation))
    assert Recommendation.objects.get().verdicts.get().given_by == auditor


def test_a_control_that_falls_back_after_the_verdict_is_told(client):
    recommendation = agreed(state=ActionState.VERIFIED)
    step(recommendation.action, "verified", at=NOON)
    VerdictFactory(recommendation=recommendation, finds="fully-implemented")
    TiedControlFactory(recommendation=recommendation, code=CODE)
    nights_of(CODE, first=DAY - timedelta(days=31), last=DAY, broken=[DAY])
    signed_in(client, Role.APPROVER)

    assert "A control that it is tied to has fallen back" in read(client, of(recommendation))


def test_the_pages_ask_as_much_whatever_there_is(client):
    signed_in(client, Role.APPROVER)
    recommendation = agreed()
    few = queries_of(client, LIST), queries_of(client, of(recommendation))
    for _more in range(3):
        agreed_also(agreed())
        step(agreed_also(recommendation), "moved", at=NOON)
        EvidenceFactory(recommendation=recommendation)
        VerdictFactory(recommendation=recommendation)

    assert (queries_of(client, LIST), queries_of(client, of(recommendation))) == few


def test_evidence_leads_to_what_it_shows(client):
    signed_in(client, Role.APPROVER)
    shown = EvidenceFactory()

    answer = client.get(f"/workspace/evidence/{shown}/")

    assert answer["Location"] == of(shown.recommendation)
    read(client, "/workspace/evidence/EVI-1/", status=404)


def test_a_list_is_looked_at_before_it_comes_in(client):
    from tests.audits.test_bringing import HEADER, LINES

    sponsor = official(Role.FINANCE)
    signed_in(client, Role.AUDITOR)
    bring = f"{LIST}bring/"
    text = HEADER + "".join(f"{line}\n" for line in LINES)
    said = {"sponsor": sponsor.reference, "carried_out_by": ""}

    read(client, bring)
    preview = client.post(bring, {**said, "file": SimpleUploadedFile("l.csv", text.encode())})
    nonsense = client.post(bring, {**said, "file": SimpleUploadedFile("l.csv", b"Name\nDoor\n")})
    stale = client.post(f"{bring}confirm/", {"signed": "nonsense"}, follow=True)

    assert "The scale has no “Urgent”" in body_of(preview)
    assert "l.csv" in body_of(nonsense)
    assert "Send the list again" in body_of(stale)
    assert Recommendation.objects.count() == 0
    client.post(f"{bring}confirm/", {"signed": preview.context["signed"]})
    assert Recommendation.objects.count() == 4
    again = client.post(bring, {**said, "file": SimpleUploadedFile("l.csv", text.encode())})
    assert "Nothing in it is new" in body_of(again)
    signed_in(client, Role.AUDITOR)
    answer = client.post(f"{bring}confirm/", {"signed": preview.context["signed"]}, follow=True)
    assert "Somebody else sent this list" in body_of(answer)
