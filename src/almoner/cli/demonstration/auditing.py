"""How the demonstration's auditor looks at commissioning, and what officials do about it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from almoner.accounts.models import User
from almoner.actions.days import agree_to_action_day, propose_action_day
from almoner.actions.models import Action
from almoner.actions.operations import finish_action, note_progress
from almoner.assurance.operations import ask_control
from almoner.assurance.queries import has_run
from almoner.audits.kinds import Answer, Finds, ReviewKind, Tested
from almoner.audits.models import Finding, Recommendation, Review
from almoner.audits.operations import (
    Answered,
    Found,
    Further,
    Planned,
    Shown,
    add_evidence_file,
    agree_another_action,
    answer_recommendation,
    draw_sample,
    gather_into_plan,
    give_verdict,
    issue_review,
    move_review_on,
    open_improvement_plan,
    plan_review,
    record_finding,
    record_recommendation,
    record_result,
    tie_controls,
)
from almoner.audits.states import ReviewState
from almoner.core.actors import NIGHTLY
from almoner.core.moments import day_of

from .pages import pdf_of

FRAMEWORK, CONTRACTS = "Grants and commissioning framework", "Contract management"
FOLLOW_UP, PAYMENTS = "Grants and commissioning framework: follow-up", "Payments to providers"
HOLDS, FALLS_BACK = "withholdings-reviewed", "actions-in-time"
MEASURED = (HOLDS, FALLS_BACK)
NIGHTS_ASKED = 30
GRANTS_IN_ONE_LIST = "Bring the grants of three systems into one list"


def person(username: str) -> User:
    return User.objects.get(username=username)


def auditor() -> User:
    return person("finn.abara")


def sponsor() -> User:
    return person("cerys.vane")


def review_called(title: str) -> Review:
    return Review.objects.get(title=title)


def recommended(number: str) -> Recommendation:
    return Recommendation.objects.select_related("action__owner", "review").get(issued_as=number)


def plan(
    title: str,
    kind: ReviewKind,
    moment: datetime,
    *,
    by_whom: str = "Internal audit",
    follows: Review | None = None,
    scope: str,
) -> Review:
    on = day_of(moment)
    said = Planned(
        title=title,
        kind=kind,
        scope=scope,
        carried_out_by=by_whom,
        lead=auditor(),
        sponsor=sponsor(),
        starts_on=on - timedelta(days=40),
        ends_on=on + timedelta(days=10),
        follows=follows,
    )
    review = plan_review(said, by=auditor(), at=moment)
    terms = "Agreed with the commissioning officer."
    move_review_on(review, to=ReviewState.TERMS_AGREED, text=terms, by=auditor(), at=moment)
    move_review_on(review, to=ReviewState.FIELDWORK, text="", by=auditor(), at=moment)
    return review


def find(
    review: Review,
    title: str,
    risk: str,
    recommends: tuple[str, str, str],
    moment: datetime,
    *,
    repeats: Finding | None = None,
) -> None:
    said = Found(title, f"{title}. We saw this in what we read and heard.", risk, repeats)
    finding = record_finding(review, said, by=auditor(), at=moment)
    number, text, priority = recommends
    record_recommendation(
        finding, issued_as=number, text=text, priority=priority, by=auditor(), at=moment
    )


def issue(review: Review, rating: str, moment: datetime, *, days: int, revised: str = "") -> None:
    move_review_on(review, to=ReviewState.DRAFT, text="", by=auditor(), at=moment)
    issue_review(
        review,
        rating=rating,
        revised_rating=revised,
        follow_up_on=day_of(moment) + timedelta(days=days),
        text="Discussed with those who answer for it.",
        by=auditor(),
        at=moment,
    )


def accept(number: str, owner: str, agreed: str, moment: datetime, *, days: int) -> None:
    said = Answered(
        Answer.ACCEPTED,
        agreed=agreed,
        owner=person(owner),
        verifier=auditor(),
        due_on=day_of(moment) + timedelta(days=days),
    )
    answer_recommendation(recommended(number), said, by=sponsor(), at=moment)


def agree_also(number: str, owner: str, what: str, moment: datetime, *, days: int) -> Action:
    """Management agrees that something else is done about it, by somebody else."""
    due_on = day_of(moment) + timedelta(days=days)
    said = Further(what, owner=person(owner), verifier=auditor(), due_on=due_on)
    return agree_another_action(recommended(number), said, by=sponsor(), at=moment)


def show(number: str, title: str, moment: datetime, *, days: int | None = None) -> None:
    on = day_of(moment)
    said = Shown(
        title,
        dated_on=on,
        covers_to=on,
        expires_on=on + timedelta(days=days) if days is not None else None,
    )
    add_evidence_file(
        [pdf_of([[title, "What was done, and who looked at it."]])],
        name=f"{number.lower()}.pdf",
        recommendation=recommended(number),
        said=said,
        by=sponsor(),
        at=moment,
    )


def implement(number: str, text: str, moment: datetime) -> None:
    action = _action(number)
    finish_action(action, text=text, by=action.owner, at=moment)


def verify(number: str, finds: Finds, reasons: str, moment: datetime, **said: Review) -> None:
    give_verdict(recommended(number), finds=finds, reasons=reasons, by=auditor(), at=moment, **said)


def slip(number: str, why: str, moment: datetime, *, days: int) -> None:
    """Its owner asks for another day, and the auditor agrees."""
    action = _action(number)
    due_on = max(action.due_on, day_of(moment)) + timedelta(days=days)
    asked = propose_action_day(action, due_on=due_on, text=why, by=action.owner, at=moment)
    agree_to_action_day(asked, text="Agreed, for the last time.", by=auditor(), at=moment)


def _action(number: str) -> Action:
    action = recommended(number).action
    assert action is not None  # the story accepted it
    return action


def review_the_framework(moment: datetime) -> None:
    scope = "How needs become grants and contracts, and what the public is told of them."
    review = plan(FRAMEWORK, ReviewKind.ASSURANCE, moment, scope=scope)
    for title, risk, recommends in (
        (
            "Those who commission are not trained for it",
            "Rules are broken unknowingly",
            ("GC1", "Develop and carry out a training plan for commissioning.", "high"),
        ),
        (
            "Registers of contracts and grants are not published",
            "Nobody can see what is awarded, as the law asks",
            ("GC2", "Publish the registers of contracts and grants each quarter.", "high"),
        ),
        (
            "Grants are awarded in many ways",
            "Applicants are treated unequally",
            ("GC3", "Award grants by one competitive process.", "medium"),
        ),
    ):
        find(review, title, risk, recommends, moment)
    issue(review, "limited", moment, days=240)


def answer_the_framework(moment: datetime) -> None:
    accept("GC1", "ines.coble", "Workshops for all who commission", moment, days=90)
    accept("GC2", "dev.marlow", "Registers go out each quarter", moment, days=60)
    accept("GC3", "hugo.tansley", "One process, with panels and scores", moment, days=80)


def work_on_the_framework(moment: datetime) -> None:
    dev = _action("GC2")
    note_progress(dev, text="The contracts are listed; grants are not.", by=dev.owner, at=moment)
    for number, title in (("GC1", "Attendance of the workshops"), ("GC3", "The new process")):
        show(number, title, moment)
        implement(number, "Done, as the paper shows.", moment)


def verify_the_framework(moment: datetime) -> None:
    verify("GC1", Finds.FULLY, "Read the attendance of nine workshops.", moment)
    verify("GC3", Finds.FULLY, "Walked two awards through the new process.", moment)
    slip("GC2", "The grants came from three systems.", moment, days=30)


def review_contracts(moment: datetime) -> None:
    by_whom = "Larkfield Procurement Advice"
    scope = "How contracts are managed after their signature."
    review = plan(CONTRACTS, ReviewKind.OUTSIDE, moment, by_whom=by_whom, scope=scope)
    for title, risk, recommends in (
        (
            "Reviews of contracts are held late",
            "Failing services go on",
            ("CM1", "Hold each contract’s review by its day.", "medium"),
        ),
        (
            "Contacts of providers are kept in private address books",
            "Nobody reaches a provider in an emergency",
            ("CM2", "Keep the contacts of every provider with its agreement.", "low"),
        ),
        (
            "Each contract has a manager of its own",
            "It costs more than it brings",
            ("CM3", "Join the management of all contracts in one team.", "low"),
        ),
    ):
        find(review, title, risk, recommends, moment)
    issue(review, "adequate", moment, days=300)


def answer_contracts(moment: datetime) -> None:
    accept("CM1", "owen.brack", "Each review has a day and a manager", moment, days=60)
    accept("CM2", "owen.brack", "Contacts stand with the agreement", moment, days=60)
    no = Answered(Answer.REJECTED, reason="Grants and contracts need different people.")
    answer_recommendation(recommended("CM3"), no, by=sponsor(), at=moment)
    slip("GC2", "The publisher was ill for a month.", moment, days=20)


def accept_a_risk(moment: datetime) -> None:
    slip("CM1", "Two managers left in one month.", moment, days=40)
    why = "The commissioner carries the cost of two teams; seen in the budget meeting."
    verify("CM3", Finds.RISK_ACCEPTED, why, moment)
    show("CM2", "A list of contacts, as at today", moment, days=130)
    implement("CM2", "All contacts are with their agreements.", moment)
    recommendation = recommended("CM2")
    tie_controls(recommendation, codes=[HOLDS], days=1, by=auditor(), at=moment)


def follow_up(moment: datetime) -> None:
    slip("CM1", "Their successors come in the autumn.", moment, days=65)
    first = review_called(FRAMEWORK)
    scope = "Whether what was recommended is done."
    review = plan(FOLLOW_UP, ReviewKind.FOLLOW_UP, moment, follows=first, scope=scope)
    registers = recommended("GC2").finding
    find(
        review,
        "Registers are still not published",
        "The law is still not kept",
        ("FU1", "Publish both registers, and then each quarter, by the system itself.", "high"),
        moment,
        repeats=registers,
    )
    find(
        review,
        "Templates differ from team to team",
        "Conditions are forgotten",
        ("FU2", "Use the same templates for procurement and for grants.", "medium"),
        moment,
    )
    find(
        review,
        "Progress is reported by hand",
        "The panel is told what is no longer so",
        ("FU3", "Report progress to the panel from the records.", "low"),
        moment,
    )
    issue(review, "adequate", moment, days=240, revised="adequate")
    verify(
        "GC2",
        Finds.SUPERSEDED,
        "Recommended anew, as FU1.",
        moment,
        given_in=review_called(FOLLOW_UP),
    )


def answer_the_follow_up(moment: datetime) -> None:
    accept("FU1", "dev.marlow", "Both registers, each quarter, by the system", moment, days=75)
    agree_also("FU1", "owen.brack", GRANTS_IN_ONE_LIST, moment, days=40)
    teach = "Teach whoever signs what the registers have to say"
    agree_also("FU1", "ines.coble", teach, moment, days=95)
    accept("FU2", "hugo.tansley", "Standard templates, looked at each year", moment, days=60)
    tie_controls(recommended("FU2"), codes=[FALLS_BACK], days=14, by=auditor(), at=moment)
    gip = open_improvement_plan(
        "Governance Improvement Plan",
        purpose="All that audits, decisions and risks asked of us, for the audit panel.",
        owner=sponsor(),
        by=sponsor(),
        at=moment,
    )
    for number in ("GC2", "CM1", "CM2", "FU1", "FU2", "FU3"):
        gather_into_plan(gip, recommended(number), by=sponsor(), at=moment)


def work_on_the_follow_up(moment: datetime) -> None:
    action = _action("FU1")
    note_progress(action, text="Contracts are out since Friday.", by=action.owner, at=moment)
    late = Action.objects.select_related("owner").get(what=GRANTS_IN_ONE_LIST)
    note_progress(late, text="Two of three are in.", by=late.owner, at=moment)
    show("FU2", "Templates in use", moment, days=200)
    implement("FU2", "Every team has them.", moment)
    verify("FU1", Finds.PARTIALLY, "One of two registers is out.", moment)


def look_at_payments(moment: datetime) -> None:
    """A review under way, with a sample that is half tested."""
    scope = "Whether payments rest on agreements."
    review = plan(PAYMENTS, ReviewKind.PROBITY, moment, scope=scope)
    sample = draw_sample(
        "payments",
        as_at=day_of(moment),
        seed="7 12 23 31 40 44",
        size=12,
        review=review,
        by=auditor(),
        at=moment,
    )
    results = [Tested.CONFORMS] * 4 + [Tested.EXCEPTION, Tested.NOTE]
    words = {Tested.EXCEPTION: "No agreement is named.", Tested.NOTE: "Paid a day before its day."}
    for member, result in zip(sample.members.order_by("place"), results, strict=False):
        record_result(member, result=result, text=words.get(result, ""), by=auditor(), at=moment)
    said = Found(
        "Some payments name no agreement",
        "One of six that we have tested so far names none.",
        "Money is paid for nothing",
        sample=sample,
    )
    record_finding(review, said, by=auditor(), at=moment)


def ask_for_the_line(moment: datetime) -> None:
    """Controls that measure a recommendation are asked each night, as a timer would."""
    for code in MEASURED:
        if not has_run(code, on=day_of(moment)):
            ask_control(code, on=day_of(moment), by=NIGHTLY, at=moment)


# Days before today, of a story that began more than a year ago; of a shorter one, less.
FIRST = 420
STORY: list[tuple[int, Callable[[datetime], None]]] = [
    (400, review_the_framework),
    (390, answer_the_framework),
    (320, work_on_the_framework),
    (300, verify_the_framework),
    (200, review_contracts),
    (190, answer_contracts),
    (120, accept_a_risk),
    (75, follow_up),
    (68, answer_the_follow_up),
    (20, work_on_the_follow_up),
    (8, look_at_payments),
]


def days_of_story(first: date, today: date) -> list[tuple[date, Callable[[datetime], None]]]:
    """Each act with its day: what would lie before everybody is there is drawn together."""
    length = min((today - first).days, FIRST)
    return [(today - timedelta(days=days * length // FIRST), act) for days, act in STORY]
