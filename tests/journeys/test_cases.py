"""A competitive grant goes from an idea to the day on which its call is open, by every gate."""

import re
from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.cli.demonstration.case_papers import GRANT, write_stage
from almoner.commissions.kinds import AssessmentKind, ConsultationKind, Part
from almoner.commissions.models import Commission, Consultation
from almoner.commissions.operations import (
    answer_consultation,
    draft_assessment,
    record_consultation,
    revise_case,
    sign_assessment,
    sign_route_test,
)
from almoner.core.periods import FinancialYear
from almoner.core.references import name_of
from almoner.decisions.kinds import Subject
from almoner.decisions.operations import declare_interests, draft_decision, submit_decision
from almoner.framework.queries import framework_in_force
from tests.academy.factories import certified
from tests.commissions.factories import GRANT_ANSWERS, NO_DATA, NOBODY_WORSE, fresh
from tests.decisions.factories import SAID, advise, approve, hold
from tests.factories import official
from tests.funding.factories import line_with
from tests.journeys.browsing import click, look_at, sign_in
from tests.risks.factories import risk

DAYS = timedelta(days=1)
WORDS = GRANT | {
    "people": "victims",
    "People": "Victims",
    "service": "counselling",
    "Service": "Counselling",
    "yearly": "£20,000",
    "problem": "Victims wait nine weeks.",
}


def press(page, name):
    click(page.get_by_role("button", name=name, exact=True))


def follow(page, name):
    click(page.get_by_role("link", name=name).first)


def begin(page, address, year):
    look_at(page, f"{address}/workspace/commissions/new/", name="case-new")
    page.get_by_label("What the case is called").fill("Counselling for victims of robbery")
    page.get_by_label("Competitive grant").first.check()
    press(page, "Begin")
    at = page.url
    press(page, "Open the case")
    page.goto(f"{at}need/")
    for box in ("The need", "What shows it", "What is to come of it"):
        page.get_by_label(box).first.fill("Victims wait nine weeks.")
    page.get_by_role("checkbox").first.check()
    press(page, "Record it")
    page.goto(f"{at}money/")
    page.get_by_label(f"{year}, without VAT").fill("20,000")
    press(page, "Record it")
    return at


def ask(page, at, name):
    look_at(page, f"{at}gate/", name=name)
    press(page, "Ask")


def decide(page, client, who, address, outcome, words=""):
    """Somebody finds the gate under My work, and decides."""
    sign_in(page, client, who, address=address.url)
    page.goto(f"{address}/workspace/")
    follow(page, "Decide at a gate")
    page.get_by_label(outcome).first.check()
    page.get_by_label("Why, the questions, or the conditions").fill(words)
    press(page, "Send your decision")
    expect(page.get_by_text("Your decision is recorded.")).to_be_visible()


def consult(case, at):
    asked = Consultation(
        commission=case,
        kind=ConsultationKind.PEOPLE,
        who="Victims",
        asked="When?",
        asked_on=at.date(),
    )
    record_consultation(asked, by=case.lead, at=at)
    wordings = {0: "Open late."}
    answer_consultation(asked, said="Evenings.", wordings=wordings, by=case.lead, at=at)


def prove(case, signer, at):
    """What a plan needs besides papers and money: tests, assessments, a risk that somebody owns."""
    sign_route_test(case, GRANT_ANSWERS, by=case.lead, at=at)
    for kind, answers in (
        (AssessmentKind.EQUALITY, NOBODY_WORSE),
        (AssessmentKind.DATA_PROTECTION, NO_DATA),
    ):
        sign_assessment(
            draft_assessment(case, kind, answers, by=case.lead, at=at), by=signer, at=at
        )
    risk(1, 2, about=name_of(case), owner=case.lead, review_on=at.date() + 40 * DAYS)


def plan_days(case, start, at):
    days = {
        "opens_on": start - 170 * DAYS,
        "closes_on": start - 130 * DAYS,
        "signs_on": start - 40 * DAYS,
        "starts_on": start,
        "ends_on": start + 364 * DAYS,
    }
    case = fresh(case)
    revise_case(case, Part.TIMETABLE, days, read=case.current.number, by=case.lead, at=at)


def reach_the_gate_of_the_mandate(page, address, year):
    """A case is begun; its gate says what is missing, and it is put right from there."""
    at = begin(page, address, year)
    ask(page, at, "case-gate")
    expect(page.get_by_text("No legal power is named.").first).to_be_visible()
    look_at(page, at, name="case-red")
    follow(page, re.compile("Put it right.*The legal power is named"))
    page.get_by_label("Services that help victims").check()
    press(page, "Record it")
    ask(page, at, "case-gate")
    return at


def plan_money(page, at):
    """From the red control to a budget line, and back."""
    page.goto(at)
    follow(page, re.compile("Put it right.*The money is there"))
    look_at(page, page.url, name="case-funding")
    follow(page, re.compile("Plan here"))
    press(page, "Look at what it leaves")
    press(page, "Plan money for a case")


def sign_opening(case, director, commissioner):
    """A decision that both offices sign. Its pages have journeys of their own."""
    held, at = framework_in_force(localdate()), now()
    made = draft_decision(case, "grant-opening", SAID, now=held, by=case.lead, at=at)
    declare_interests(made, has_any=False, by=case.lead, at=at)
    made = submit_decision(made, now=held, by=case.lead, at=at)
    adviser = official(Role.FINANCE)
    for subject in Subject:
        advise(made, subject, by=adviser)
    for office, person in (("director", director), ("commissioner", commissioner)):
        hold(office, person)
        approve(made, by=person, now=held, at=at)


def understand(page, at, case, moment):
    consult(case, moment)
    ask(page, at, "case-gate-understand")


def plan(page, client, at, case, signer):
    """What the plan wants is put right, its money by somebody of finance."""
    moment = now()
    prove(case, signer, moment)
    plan_days(case, moment.date() + 300 * DAYS, moment)
    write_stage(fresh(case), WORDS, by=case.lead, at=moment)
    address = at.split("/workspace/")[0]
    sign_in(page, client, official(Role.FINANCE), address=address)
    plan_money(page, at)
    sign_in(page, client, case.lead, address=address)
    ask(page, at, "case-gate-plan")


def open_the_call(page, client, at, case, approvers):
    """The gate waits until a decision is signed, and that lets the case through."""
    write_stage(case, WORDS, by=case.lead, at=now())
    sign_in(page, client, case.lead, address=at.split("/workspace/")[0])
    look_at(page, f"{at}documents/", name="case-documents")
    look_at(page, f"{at}gate/", name="case-gate-open")
    expect(page.get_by_text("No decision is signed that lets it on.").first).to_be_visible()
    sign_opening(fresh(case), *approvers)
    ask(page, at, "case-gate-decided")
    expect(page.get_by_text("by the decision").first).to_be_visible()


def test_a_competitive_grant_goes_through_every_gate_until_its_call_is_open(
    page, client, live_server
):
    cerys = certified(official(Role.COMMISSIONING_OFFICER, name="Cerys Vane"))
    nadia, mabel = (official(Role.APPROVER, name=name) for name in ("Nadia Okell", "Mabel Orme"))
    hold("head-of-service", nadia)
    year = FinancialYear.containing(localdate() + 300 * DAYS)
    line_with(Decimal(50_000), year=str(year), rules={"first_year": str(year)})
    sign_in(page, client, cerys, address=live_server.url)
    at = reach_the_gate_of_the_mandate(page, live_server, year)
    decide(page, client, nadia, live_server, "Send it back", "Who else pays for this?")

    sign_in(page, client, cerys, address=live_server.url)
    ask(page, at, "case-gate-again")
    decide(page, client, nadia, live_server, "Go")
    case = Commission.objects.get()
    sign_in(page, client, cerys, address=live_server.url)
    understand(page, at, fresh(case), now())
    decide(page, client, nadia, live_server, "Go")

    plan(page, client, at, fresh(case), nadia)
    decide(page, client, nadia, live_server, "Go")

    open_the_call(page, client, at, fresh(case), (nadia, mabel))

    look_at(page, at, name="case-open")
    expect(page.locator(".road__stage--here .road__title")).to_have_text("Open")
