from datetime import timedelta

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.audits.models import Finding, Recommendation, Review
from almoner.audits.states import ReviewState
from tests.audits.factories import (
    DraftReviewFactory,
    FindingFactory,
    RecommendationFactory,
    ReviewFactory,
    agreed,
)
from tests.factories import DAY, NOON, official
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/audits/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def auditor(client):
    return signed_in(client, Role.AUDITOR)


def of(review, verb=""):
    return f"{LIST}{review}/{verb}"


def day_in(box, day):
    return {f"{box}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def plan_of(auditor, sponsor):
    return {
        "title": "Payments to providers",
        "kind": "assurance",
        "scope": "Whether they rest on agreements",
        "carried_out_by": "Internal audit",
        "lead": auditor.reference,
        "sponsor": sponsor.reference,
        **day_in("starts_on", DAY),
        **day_in("ends_on", DAY + timedelta(days=30)),
    }


def test_a_review_goes_from_its_plan_to_its_final_report(client, auditor):
    sponsor = official(Role.FINANCE)
    read(client, f"{LIST}new/")
    client.post(f"{LIST}new/", plan_of(auditor, sponsor))
    review = Review.objects.get()
    for state in ("terms-agreed", "fieldwork"):
        read(client, of(review, f"to/{state}/"))
        client.post(of(review, f"to/{state}/"), {"text": ""})

    said = {"title": "No order", "text": "Two of nine name none", "risk": "Waste"}
    client.post(of(review, "findings/new/"), said)
    finding = Finding.objects.get()
    about = f"/workspace/audit-findings/{finding}/"
    client.post(about, {**said, "title": "No purchase order"})
    asked = {"issued_as": "R1", "text": "Ask for one", "priority": "high"}
    client.post(f"{about}recommend/", asked)
    recommendation = Recommendation.objects.get()
    other = {"text": "Ask for an order", "priority": "low"}
    client.post(f"/workspace/recommendations/{recommendation}/reword/", other)
    client.post(of(review, "to/draft/"), {"text": ""})
    answer = {"rating": "limited", **day_in("follow_up_on", DAY + timedelta(days=200))}
    client.post(of(review, "issue/"), answer)

    page = read(client, of(review))
    for words in ("Final report", "Limited", "No purchase order", "Ask for an order", "R1"):
        assert words in page
    assert "Reword" not in page
    review.refresh_from_db()
    assert (review.state, review.issued_on) == (ReviewState.FINAL, DAY)


def test_mistakes_are_said_beside_what_is_to_be_mended(client, auditor):
    review = DraftReviewFactory(lead=auditor)
    finding = FindingFactory(review=review)
    RecommendationFactory(finding=finding, issued_as="R1")
    said = plan_of(auditor, auditor) | {"kind": "follow-up"}

    planned = body_of(client.post(f"{LIST}new/", said))
    twice = {"issued_as": "R1", "text": "Again", "priority": "high"}
    recommended = body_of(client.post(f"/workspace/audit-findings/{finding}/recommend/", twice))
    issued = body_of(client.post(of(review, "issue/"), {}))
    withdrawn = body_of(client.post(of(review, "to/withdrawn/"), {"text": ""}))

    assert "Name an official other than who leads it." in planned
    assert "This review has a recommendation of this number." in recommended
    assert "Say by when its recommendations are followed up." in issued
    assert "Say why it is withdrawn." in withdrawn
    read(client, of(review, "to/nothing/"), status=404)


def test_a_draft_is_for_auditors_and_whom_it_names(client):
    draft, final = DraftReviewFactory(), ReviewFactory()
    signed_in(client, Role.FINANCE)

    page = read(client, LIST)

    assert (draft.title in page, final.title in page) == (False, True)
    read(client, of(draft), status=403)
    client.force_login(draft.sponsor, backend="django.contrib.auth.backends.ModelBackend")
    assert draft.title in read(client, LIST)


def test_the_pages_ask_as_much_whatever_there_is(client, auditor):
    review = agreed().review
    few = queries_of(client, LIST), queries_of(client, of(review))
    finding = review.findings.get()
    for _more in range(3):
        ReviewFactory()
        RecommendationFactory(finding=finding)
        FindingFactory(review=review, repeats=finding)

    assert (queries_of(client, LIST), queries_of(client, of(review))) == few
