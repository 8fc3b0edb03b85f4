"""Decisions in a browser: the highest office through a substitute, and one returned on the way."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.commissions.kinds import Part
from almoner.decisions.kinds import Subject
from almoner.decisions.operations import declare_interests, draft_decision, submit_decision
from almoner.framework.queries import framework_in_force
from tests.commissions.factories import DIRECT, NEED, case, contract_case, fresh, say, value
from tests.decisions.factories import SAID, advise, deputy_of, holder
from tests.factories import official
from tests.journeys.browsing import click, look_at, sign_in


def submitted(about, matter):
    """A decision by the limits that come with Almoner, with all its advice."""
    held, lead, at = framework_in_force(localdate()), about.lead, now()
    said = SAID | {
        "power": "incidental",
        "part_two": "The second price",
        "part_two_ground": "commercial",
    }
    made = draft_decision(about, matter, said, now=held, by=lead, at=at)
    declare_interests(made, has_any=False, by=lead, at=at)
    made = submit_decision(made, now=held, by=lead, at=at)
    adviser = official(Role.FINANCE)
    for subject in Subject:
        advise(made, subject, by=adviser)
    return made


@pytest.fixture
def director():
    return holder("director", Role.APPROVER, name="Dora Director")


@pytest.fixture
def commissioner():
    return holder("commissioner", Role.APPROVER, name="Cara Commissioner")


def decide(page, url, outcome, words=""):
    page.goto(f"{url}sign/")
    page.get_by_label("I considered it, and have no personal or prejudicial interest").check()
    page.get_by_label(outcome, exact=True).check()
    page.get_by_label("Questions, if you return it; reasons, if you refuse it").fill(words)
    page.get_by_label("I have read what this binds").check()
    click(page.get_by_role("button", name="Send your decision"))


def test_six_hundred_thousand_pounds_are_signed_by_a_substitute_of_the_highest_office(
    page, client, live_server, director, commissioner
):
    made = submitted(contract_case(net=500_000, vat=100_000), "contract-award")
    today = localdate()
    deputy = deputy_of(commissioner, Role.APPROVER, first=today, last=today)
    url = f"{live_server}{reverse('workspace:decision', args=[made])}"

    sign_in(page, client, director, address=live_server.url)
    look_at(page, f"{url}sign/", name="sign-decision")
    decide(page, url, "Approve")
    said = "Only who holds this office, or their deputy, says now: Commissioner"
    expect(page.get_by_text(said)).to_be_visible()
    sign_in(page, client, deputy, address=live_server.url)
    page.goto(f"{live_server}{reverse('workspace:home')}")
    click(page.get_by_role("link", name=f"Approve, return or refuse: {made.number}"))
    expect(page.get_by_text("You are the last to approve: this signs the decision")).to_be_visible()
    decide(page, url, "Approve")

    expect(page.get_by_text("in place of Cara Commissioner")).to_be_visible()
    look_at(page, url, name="decision")
    for name in ("decisions", "scheme"):
        look_at(page, f"{live_server}{reverse(f'workspace:{name}')}", name=name)
    look_at(page, f"{live_server}/decisions/", name="public-decisions")
    look_at(page, f"{live_server}/decisions/{made.number}/", name="public-decision")
    expect(page.get_by_text("£600,000.00")).to_be_visible()


def test_a_direct_award_is_returned_with_questions_and_approved_once_they_are_answered(
    page, client, live_server, director, commissioner
):
    about = case("direct")
    say(about, Part.NEED, NEED)
    say(about, Part.DIRECT_AWARD, DIRECT)
    value(about, 120_000)
    made = submitted(fresh(about), "direct-award")
    url = f"{live_server}{reverse('workspace:decision', args=[made])}"

    sign_in(page, client, director, address=live_server.url)
    decide(page, url, "Return with questions", "Who else was asked?")
    sign_in(page, client, about.lead, address=live_server.url)
    page.goto(url)
    expect(page.get_by_text("Who else was asked?").first).to_be_visible()
    look_at(page, f"{url}edit/delegation/", name="edit-decision")
    page.goto(f"{url}submit/")
    page.get_by_label("I considered it, and have no personal or prejudicial interest").check()
    page.get_by_label("What you answer to what was asked").fill("Two; neither can begin in time.")
    click(page.get_by_role("button", name="Submit it"))
    for person in (director, commissioner):
        sign_in(page, client, person, address=live_server.url)
        decide(page, url, "Approve")

    expect(page.get_by_text("public since")).to_be_visible()
