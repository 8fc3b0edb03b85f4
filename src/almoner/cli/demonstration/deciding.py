"""How the demonstration decides: who holds which office, and decisions at every point of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from almoner.accounts.models import User
from almoner.commissions.kinds import Part
from almoner.commissions.models import Commission
from almoner.commissions.operations import begin_case, open_case, revise_case
from almoner.core.moments import day_of
from almoner.core.periods import FinancialYear
from almoner.decisions.kinds import Subject
from almoner.decisions.models import Decision, Delegation
from almoner.decisions.operations import (
    Condition,
    advise_on_decision,
    approve_step,
    declare_interests,
    draft_decision,
    draft_decision_about_body,
    refuse_decision,
    return_decision,
    submit_decision,
    withdraw_decision,
)
from almoner.decisions.queries import decisions, said_of
from almoner.framework.grounds import Ground
from almoner.framework.operations import confirm_office, propose_office
from almoner.framework.queries import framework_in_force

DAYS = timedelta(days=1)
HOLDERS = {
    "lead-officer": "cerys.vane",
    "head-of-service": "nadia.okell",
    "director": "nadia.okell",
    "chief-finance-officer": "etta.quaye",
    "oversight-chair": "mabel.orme",
    "commissioner": "selma.arden",
    "panel-chair": "jonah.peake",
    "agreement-manager": "hugo.tansley",
}
ADVICE = {
    Subject.FINANCE: ("etta.quaye", "Finance", "The budget holds it, and it is in the plan."),
    Subject.LEGAL: ("greta.holm", "Legal services", "The power named allows it."),
    Subject.COMMERCIAL: ("owen.brack", "Commercial", "The price compares well with two others."),
    Subject.EQUALITY: ("hugo.tansley", "Equality lead", "Nobody is worse off; hours suit carers."),
    Subject.DATA: ("dev.marlow", "Data protection officer", "The agreement sets what is shared."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A case of the story, and the decision about it."""

    title: str
    route: str
    net: int
    power: str
    matter: str
    need: str
    more: dict[str, Any] = field(default_factory=dict)


COUNSELLING = Told(
    "Counselling for young people who were robbed",
    "competitive-grant",
    180_000,
    "crime-and-disorder-grant",
    "grant-opening",
    "Young people wait nine weeks for the first appointment.",
)
ADVOCACY = Told(
    "Advocates in the magistrates’ courts",
    "competitive-grant",
    45_000,
    "crime-and-disorder-grant",
    "grant-award",
    "Four in ten witnesses come to court without anybody beside them.",
)
LOCKERS = Told(
    "Lockers for seized telephones",
    "open-procedure",
    210_000,
    "crime-reduction-services",
    "contract-award",
    "Telephones are kept in paper bags, and two were lost in a year.",
)
OUTREACH = Told(
    "Outreach at night in Fernley and Stoke Harbour",
    "competitive-grant",
    240_000,
    "crime-and-disorder-grant",
    "grant-opening",
    "Half of assaults in the two towns happen after eleven at night.",
)
CRISIS = Told(
    "A crisis line for the islands",
    "direct-grant",
    60_000,
    "crime-and-disorder-grant",
    "direct-award",
    "Calls from the islands go to a line that closes at six.",
)
MENTORS = Told(
    "Mentors for those leaving custody",
    "competitive-grant",
    95_000,
    "crime-and-disorder-grant",
    "grant-opening",
    "Six in ten are sentenced again within a year.",
)
BIKES = Told(
    "Bicycle marking days",
    "small-grant",
    6_000,
    "crime-and-disorder-grant",
    "grant-award",
    "Thefts at stations have doubled.",
)


def fill_offices(moment: datetime) -> None:
    """One administrator says who holds which office, and the other confirms it."""
    framework = framework_in_force(day_of(moment)).framework
    for code, who in HOLDERS.items():
        office, day = framework.office_called(code), day_of(moment)
        grant = propose_office(
            office, holder=_person(who), from_day=day, by=_person("imogen.farrow"), at=moment
        )
        confirm_office(grant, office, by=_person("rhys.tallow"), at=moment)


def decide_first(moment: datetime) -> None:
    """One is signed on a condition, and delegates the awards that follow; one waits to be read."""
    on = day_of(moment)
    grant = {
        "office": "director",
        "matter": "grant-award",
        "ceiling": "200000.00",
        "ends_on": (on + 300 * DAYS).isoformat(),
    }
    condition = Condition("Agree with the hospital how young people are referred", on + 45 * DAYS)
    _signed(_advised(COUNSELLING, moment, grants=[grant]), moment, conditions=[condition])
    waits = _advised(
        LOCKERS,
        moment,
        part_two="The second price was 7% above the first.",
        part_two_ground=Ground.COMMERCIAL,
        deferred_until=on + 60 * DAYS,
        deferral_ground=Ground.COMMERCIAL,
        deferral_reason="Suppliers may still challenge the award.",
    )
    _signed(waits, moment)


def decide_more(moment: datetime) -> None:
    """One is signed under the delegation; the others stand at every point on their way."""
    first = Decision.objects.get(current__title=COUNSELLING.title)
    delegation = Delegation.objects.get(decision=first)
    relation = {"kind": "refers-to", "number": first.number}
    _signed(_advised(ADVOCACY, moment, delegation=delegation, relations=[relation]), moment)
    waits = _advised(OUTREACH, moment)
    _approve(waits, _person("nadia.okell"), moment)
    back, nadia = _advised(CRISIS, moment), _person("nadia.okell")
    declare_interests(back, has_any=False, by=nadia, at=moment)
    words = "Who else was asked, and why can they not answer calls at night?"
    return_decision(back, step=1, words=words, by=nadia, at=moment)
    given_up = _submitted(MENTORS, moment)
    withdraw_decision(given_up, by=given_up.author, at=moment)
    refused = _advised(BIKES, moment)
    declare_interests(refused, has_any=False, by=nadia, at=moment)
    words = "The railway marks bicycles already, at no cost to us."
    refuse_decision(refused, step=1, words=words, by=nadia, at=moment)
    _drafted(OUTREACH, moment, title="Outreach at night: a second year", on_case=waits.commission)
    _decide_about_the_body(moment)


def _decide_about_the_body(moment: datetime) -> None:
    """One is about no case: how the body looks at grants again."""
    said = {
        "title": "Looking at every grant again after a year",
        "summary": "Each grant of more than a year would be looked at again after twelve months.",
        "recommendations": ["Agree that every grant is reviewed yearly.", "Tell the board yearly."],
        "background": "Reviews were left to the managers, and half of them were not written down.",
        "considerations": "Two years were thought of, and are too long where people are harmed.",
        "plan": "It serves the plan’s aim that money goes where it helps.",
        "power": "crime-and-disorder-grant",
        "value": Decimal(0),
    }
    greta, now = _person("greta.holm"), framework_in_force(day_of(moment))
    made = draft_decision_about_body("governance", said, now=now, by=greta, at=moment)
    declare_interests(made, has_any=False, by=greta, at=moment)
    made = submit_decision(decisions().get(pk=made.pk), now=now, by=greta, at=moment)
    _advise(made, moment, without=greta)
    _signed(made, moment)


def sign_about(
    case: Commission, need: str, net: int, moment: datetime, *, matter: str = "grant-opening"
) -> None:
    """A decision on a case, as its gate may ask: signed by all whom the limits name."""
    told = Told(case.title, case.route, net, "", matter, need)
    _signed(_advised(told, moment, on_case=case), moment)


def _case(told: Told, moment: datetime) -> Commission:
    cerys, now = _person("cerys.vane"), framework_in_force(day_of(moment))
    case = begin_case(told.title, route=told.route, now=now, by=cerys, at=moment)
    case = open_case(case, by=cerys, at=moment)
    need = {"need": told.need, "evidence": "The needs assessment.", "outcomes": "Fewer are harmed."}
    revise_case(case, Part.NEED, need, read=1, by=cerys, at=moment)
    revise_case(case, Part.TERMS, {"power": told.power}, read=2, by=cerys, at=moment)
    years = {FinancialYear.containing(day_of(moment)).start: (Decimal(told.net), Decimal(0))}
    revise_case(case, Part.MONEY, {}, read=3, years=years, by=cerys, at=moment)
    return Commission.objects.get(pk=case.pk)


def _drafted(
    told: Told, moment: datetime, *, on_case: Commission | None = None, **more: Any
) -> Decision:
    said = {
        "title": told.title,
        "summary": f"{told.need} This would fund an answer for a year, at £{told.net:,} at most.",
        "recommendations": [f"Approve up to £{told.net:,}.", "Note the risks and who owns them."],
        "background": told.need,
        "considerations": "To do nothing leaves it to hospitals. Two other ways cost more.",
        "plan": "It serves the plan’s aim that victims are supported.",
        **more,
    }
    now = framework_in_force(day_of(moment))
    case = on_case or _case(told, moment)
    return draft_decision(case, told.matter, said, now=now, by=_person("cerys.vane"), at=moment)


def _submitted(told: Told, moment: datetime, **more: Any) -> Decision:
    decision = _drafted(told, moment, **more)
    declare_interests(decision, has_any=False, by=decision.author, at=moment)
    now = framework_in_force(day_of(moment))
    return submit_decision(decision, now=now, by=decision.author, at=moment)


def _advised(told: Told, moment: datetime, **more: Any) -> Decision:
    decision = _submitted(told, moment, **more)
    _advise(decision, moment)
    return decision


def _advise(decision: Decision, moment: datetime, *, without: User | None = None) -> None:
    """Everybody whose advice is asked gives it; for who wrote it, somebody else does."""
    for subject, (who, office, words) in ADVICE.items():
        by = _person(who)
        by = _person("hugo.tansley") if by == without else by
        advise_on_decision(decision, subject, words=words, office=office, by=by, at=moment)


def _signed(decision: Decision, moment: datetime, conditions: Sequence[Condition] = ()) -> None:
    """Approve it step by step, by whoever holds the office whose turn it is."""
    asked = decisions().get(pk=decision.pk).asked
    assert asked  # it was submitted
    for n, step in enumerate(asked.steps):
        is_last = n + 1 == len(asked.steps)
        by = _person(HOLDERS[step["office"]])
        _approve(decision, by, moment, conditions if is_last else ())


def _approve(
    decision: Decision, by: User, moment: datetime, conditions: Sequence[Condition] = ()
) -> None:
    now = decisions().get(pk=decision.pk)
    assert now.asked  # it was submitted
    declare_interests(now, has_any=False, by=by, at=moment)
    approve_step(
        now,
        step=len(said_of(now)) + 1,
        digest=now.asked.digest,
        conditions=conditions,
        now=framework_in_force(day_of(moment)),
        by=by,
        at=moment,
    )


def _person(username: str) -> User:
    return User.objects.get(username=username)
