"""How the demonstration commissions: cases from a need, at every stage that its gates let them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from almoner.accounts.models import User
from almoner.commissions.facts import years_of
from almoner.commissions.kinds import (
    AssessmentKind,
    ConsultationKind,
    GateOutcome,
    LinkKind,
    Part,
    ValueBand,
)
from almoner.commissions.models import Commission, Consultation, PlanEntry
from almoner.commissions.operations import (
    add_to_team,
    answer_consultation,
    ask_gate,
    begin_case,
    decide_gate,
    draft_assessment,
    hold_case,
    link_cases,
    open_case,
    propose_for_forward_plan,
    put_on_forward_plan,
    record_consultation,
    revise_case,
    sign_assessment,
    sign_route_test,
)
from almoner.commissions.planning import month_of
from almoner.commissions.queries import cases, gate_awaiting
from almoner.commissions.readings import terms_of
from almoner.commissions.route_test import QUESTIONS
from almoner.commissions.rules import rules_of
from almoner.commissions.screening import Characteristic, Impact, Screen
from almoner.core.moments import day_of
from almoner.core.periods import FinancialYear
from almoner.core.references import name_of
from almoner.documents.operations import begin_filling, finish_filling
from almoner.framework.queries import framework_in_force
from almoner.funding.models import Fund
from almoner.funding.operations import open_budget_line, plan_money
from almoner.risks.operations import View, record_risk

from .case_papers import GRANT, write, write_stage
from .deciding import sign_about

DAYS = timedelta(days=1)
LEAD, HEAD, CHAIR = "cerys.vane", "nadia.okell", "mabel.orme"


@dataclass(frozen=True, slots=True)
class Told:
    """A case as the story tells it: `starts_in` is how many days from today it is to start."""

    title: str
    route: str
    need: str
    power: str
    objective: str
    yearly: int
    years: int
    starts_in: int
    cpv: str = ""
    vat: int = 0
    is_restricted: bool = False
    direct: Mapping[str, Any] = field(default_factory=dict)


COUNSELLING = Told(
    "Counselling for victims of robbery",
    "competitive-grant",
    "Victims of robbery wait nine weeks for a first talk, and half have given up by then.",
    "victims-services",
    "support-victims",
    yearly=120_000,
    years=3,
    starts_in=210,
)
MENTORING = Told(
    "Mentors for young people leaving custody",
    "open-procedure",
    "Two of three young people who leave custody are back within a year; few have an adult to ask.",
    "crime-reduction-services",
    "reduce-reoffending",
    yearly=200_000,
    years=3,
    vat=20,
    starts_in=330,
    cpv="85312300",
)
MARSHALS = Told(
    "Marshals for safe nights in Port Wexmoor",
    "small-grant",
    "Bars close together at two, and nobody is there to see people to their buses.",
    "crime-and-disorder-grant",
    "reduce-violence",
    yearly=9_000,
    years=1,
    starts_in=60,
)
REFUGE = Told(
    "Safe rooms, second term",
    "direct-grant",
    "The rooms are full, and the grant for them ends.",
    "safe-accommodation",
    "women-and-girls",
    yearly=160_000,
    years=2,
    starts_in=120,
    is_restricted=True,
    direct={
        "direct_reason": "only-provider",
        "direct_evidence": "Nobody else answered the notice of interest.",
        "alternatives": "Competing it now, or paying by the night.",
        "value_view": "The cost of a room is that of 2024.",
    },
)
TRAINING = Told(
    "Training in trauma for front desks, north",
    "below-threshold-quotes",
    "Those who are asked first know least about what to say.",
    "incidental",
    "support-victims",
    yearly=28_000,
    years=1,
    vat=20,
    starts_in=150,
    cpv="80500000",
)
TRAINING_SOUTH = Told(
    "Training in trauma for front desks, south",
    "below-threshold-quotes",
    "The same, for the desks of the south.",
    "incidental",
    "support-victims",
    yearly=26_000,
    years=1,
    vat=20,
    starts_in=170,
    cpv="80500000",
)
SURVEY = Told(
    "A survey of trust among young adults",
    "below-threshold-quotes",
    "The yearly survey reaches few people under 25.",
    "views-of-the-community",
    "trust",
    yearly=40_000,
    years=1,
    vat=20,
    starts_in=240,
    cpv="79300000",
)
SPORTS = Told(
    "Sports nights in three estates",
    "competitive-grant",
    "Between nine and midnight there is nowhere to be, and that is when fights begin.",
    "crime-reduction-services",
    "reduce-violence",
    yearly=30_000,
    years=2,
    starts_in=190,
)
COURSES = Told(
    "Self-defence courses at the college",
    "competitive-grant",
    "The students’ union asks for them.",
    "crime-reduction-services",
    "reduce-violence",
    yearly=12_000,
    years=1,
    starts_in=180,
)
EVENINGS = Told(
    "A helpline that answers in the evening",
    "competitive-grant",
    "Six of ten calls come after five, and nobody answers.",
    "victims-services",
    "support-victims",
    yearly=45_000,
    years=2,
    starts_in=230,
)
ALL = (
    COUNSELLING,
    MENTORING,
    REFUGE,
    TRAINING,
    TRAINING_SOUTH,
    SURVEY,
    SPORTS,
    COURSES,
    EVENINGS,
)
WORDS = GRANT | {
    "people": "victims of robbery",
    "People": "Victims of robbery",
    "service": "counselling",
    "Service": "Counselling",
    "yearly": "£120,000",
    "problem": COUNSELLING.need,
}


def begin_cases(today: date, moment: datetime) -> None:
    """Nine cases begin and are opened; a tenth stays a draft."""
    for told in ALL:
        open_case(begin(told, today, moment), by=_person(LEAD), at=moment)
    begin(MARSHALS, today, moment)
    add_to_team(_case(MENTORING), person=_person("owen.brack"), by=_person(LEAD), at=moment)


def ask_first_gates(_today: date, moment: datetime) -> None:
    for told in (COUNSELLING, MENTORING, REFUGE, TRAINING, SPORTS, COURSES, EVENINGS):
        _ask(told, moment)
    north, south = _case(TRAINING), _case(TRAINING_SOUTH)
    link_cases(south, north, kind=LinkKind.SAME_NEED, by=_person(LEAD), at=moment)


def decide_first_gates(today: date, moment: datetime) -> None:
    """Three go on; one goes back with questions, two with conditions, and one is stopped."""
    for told in (COUNSELLING, MENTORING, EVENINGS):
        _decide(told, GateOutcome.GO, moment)
    words = "The college has money for this of its own. Nothing shows that it prevents harm."
    _decide(COURSES, GateOutcome.STOP, moment, words=words)
    words = "Ask the three residents’ groups whether they want it, before anything is planned."
    _decide(SPORTS, GateOutcome.GO_WITH_CONDITIONS, moment, words=words, by_when=today + 9 * DAYS)
    _decide(REFUGE, GateOutcome.BACK, moment, words="Who else was asked, and when?")
    words = "Say with the desks of the south how both would be bought as one."
    _decide(
        TRAINING, GateOutcome.GO_WITH_CONDITIONS, moment, words=words, by_when=today + 14 * DAYS
    )


def consult(_today: date, moment: datetime) -> None:
    """People are asked, and what they say changes what is wanted."""
    lead, on = _person(LEAD), day_of(moment)
    for told, kind, who, asked, said, wording in (
        (
            COUNSELLING,
            ConsultationKind.PEOPLE,
            "Twelve victims of robbery, by three groups that support them",
            "When and where would you have come?",
            "In the evening, near home, and not in a police station.",
            "Open until nine on two evenings, in four boroughs, away from police stations.",
        ),
        (
            EVENINGS,
            ConsultationKind.PEOPLE,
            "Forty callers, by the helpline",
            "When would you have called?",
            "After work, and when the children sleep.",
            "Answered until eleven, seven days a week.",
        ),
        (
            MENTORING,
            ConsultationKind.MARKET,
            "Nine providers, at a morning in the library",
            "What would keep you from tendering?",
            "A start before the school year, and payment by outcome alone.",
            "Half is paid by outcome, half each month.",
        ),
    ):
        alike = "The slides, and the answers, went to all who asked." if kind == "market" else ""
        consultation = Consultation(
            commission=_case(told), kind=kind, who=who, asked=asked, asked_on=on, told_alike=alike
        )
        record_consultation(consultation, by=lead, at=moment)
        answer_consultation(
            consultation, said=said, wordings={0: wording}, by=lead, at=moment + timedelta(hours=1)
        )


def write_need(_today: date, moment: datetime) -> None:
    write_stage(_case(COUNSELLING), WORDS, by=_person(LEAD), at=moment)


def ask_second_gate(today: date, moment: datetime) -> None:
    for told in (COUNSELLING, EVENINGS, MENTORING):
        _ask(told, moment)
        _decide(told, GateOutcome.GO, moment + timedelta(hours=3))
    lead, until = _person(LEAD), today + 10 * DAYS
    hold_case(_case(SURVEY), reason="The fund is decided on next.", until=until, by=lead, at=moment)


def plan_counselling(_today: date, moment: datetime) -> None:
    """The case is tested and assessed; an assessment of another waits for a second person."""
    lead, case = _person(LEAD), _case(COUNSELLING)
    answers = {q.code: "yes" if q.yes_is == "grant" else "no" for q in QUESTIONS}
    sign_route_test(case, answers, by=lead, at=moment)
    better = dict.fromkeys(Characteristic.values, str(Impact.NONE))
    better |= {"age": str(Impact.POSITIVE), "disability": str(Impact.NEGATIVE)}
    equality = {"impacts": better, "mitigations": {"disability": "Rooms without steps; a line."}}
    written = draft_assessment(case, AssessmentKind.EQUALITY, equality, by=lead, at=moment)
    sign_assessment(written, by=_person(HEAD), at=moment + timedelta(hours=2))
    screened: dict[str, str] = dict.fromkeys(Screen.values, "no")
    screened |= {
        "personal": "yes",
        "sensitive": "yes",
        "vulnerable": "yes",
        "assessment": "DPIA-31",
    }
    written = draft_assessment(case, AssessmentKind.DATA_PROTECTION, screened, by=lead, at=moment)
    sign_assessment(written, by=_person(HEAD), at=moment + timedelta(hours=2))
    draft_assessment(_case(EVENINGS), AssessmentKind.DATA_PROTECTION, screened, by=lead, at=moment)


def set_aside(_today: date, moment: datetime) -> None:
    """The fund gets lines for the years to come, and what cases will cost is planned in them."""
    finance, fund = _person("etta.quaye"), Fund.objects.get(code="VSG")
    case = _case(COUNSELLING)
    terms = terms_of(case)
    for year, (net, _vat) in years_of(terms).items():
        opened = open_budget_line(
            fund, Decimal(450_000), year=FinancialYear(year), by=finance, at=moment
        )
        plan_money(opened, net, what_for=name_of(case), by=finance, at=moment)
        if year == FinancialYear.containing(terms.starts_on or day_of(moment)).start:
            evenings = name_of(_case(EVENINGS))
            plan_money(opened, Decimal(30_000), what_for=evenings, by=finance, at=moment)


def find_risks(today: date, moment: datetime) -> None:
    for told, cause, event, effect in (
        (COUNSELLING, "Few apply from the north", "Nobody serves it", "The gap stays"),
        (COUNSELLING, "Pay in the field is low", "Staff leave", "The wait grows again"),
        (EVENINGS, "Few want to work until eleven", "Shifts stay empty", "Calls go unanswered"),
    ):
        view = View(
            cause=cause,
            event=event,
            effect=effect,
            inherent_likelihood=4,
            inherent_impact=3,
            current_likelihood=2,
            current_impact=3,
            owner=_person(LEAD),
            review_on=today + 60 * DAYS,
            category="delivery",
        )
        record_risk(view, about=name_of(_case(told)), by=_person(LEAD), at=moment)


def write_plan(_today: date, moment: datetime) -> None:
    """One case has all its papers; another has one, and one that is being written."""
    lead = _person(LEAD)
    write_stage(_case(COUNSELLING), WORDS, by=lead, at=moment)
    words = WORDS | {
        "people": "people who call in the evening",
        "People": "People who call in the evening",
        "service": "a helpline",
        "Service": "A helpline",
        "yearly": "£45,000",
    }
    finish_filling(
        write(_case(EVENINGS), "risk-register", words, by=lead, at=moment), by=lead, at=moment
    )
    begin_filling(
        "business-case",
        about=name_of(_case(EVENINGS)),
        title="Why evenings, and what they cost",
        by=lead,
        at=moment,
    )


def ask_plan_gate(_today: date, moment: datetime) -> None:
    """One person says go; the oversight board meets about it the next morning."""
    _ask(COUNSELLING, moment)
    _decide(COUNSELLING, GateOutcome.GO, moment + timedelta(hours=2), by=HEAD)


def open_the_call(_today: date, moment: datetime) -> None:
    """What is published with a call is written, a decision is signed, and that lets the case past
    the gate that opens it.
    """
    write_stage(_case(COUNSELLING), WORDS, by=_person(LEAD), at=moment)
    net = COUNSELLING.yearly * COUNSELLING.years
    sign_about(_case(COUNSELLING), COUNSELLING.need, net, moment)
    _ask(COUNSELLING, moment + timedelta(hours=1))


def tell_what_is_coming(_today: date, moment: datetime) -> None:
    """The forward plan says what a publisher checked; of another case, it waits for a check."""
    for told, purpose, route, band in (
        (
            MENTORING,
            "An adult to ask for young people who leave custody, for three years.",
            "A contract that any provider may tender for",
            ValueBand.UNDER_1_MILLION,
        ),
        (
            EVENINGS,
            "Calls answered until eleven at night.",
            "A grant that anyone may apply for",
            ValueBand.UNDER_100_000,
        ),
    ):
        terms = terms_of(_case(told))
        assert terms.opens_on
        assert terms.starts_on
        entry = PlanEntry(title=told.title, purpose=purpose, route=route, band=band)
        entry.opens_in, entry.starts_in = month_of(terms.opens_on), month_of(terms.starts_on)
        propose_for_forward_plan(entry, commission=_case(told), by=_person(LEAD), at=moment)
        if told is MENTORING:
            checked = "It names no provider, person or place of safety."
            at = moment + timedelta(hours=2)
            put_on_forward_plan(entry, checked=checked, by=_person("dev.marlow"), at=at)


def ask_lately(_today: date, moment: datetime) -> None:
    """What *My work* shows an approver today: a gate to decide on."""
    _ask(MENTORING, moment)


ACTS: tuple[tuple[int, int, Callable[[date, datetime], None]], ...] = (
    (-30, 10, begin_cases),
    (-24, 10, ask_first_gates),
    (-15, 15, decide_first_gates),  # after what others took on
    (-12, 11, consult),
    (-11, 14, write_need),
    (-9, 10, ask_second_gate),
    (-8, 10, set_aside),
    (-7, 10, find_risks),
    (-5, 10, plan_counselling),
    (-4, 10, write_plan),
    (-3, 10, ask_plan_gate),
    (-2, 14, open_the_call),
    (-2, 16, tell_what_is_coming),
    (-1, 9, ask_lately),
)


def begin(
    told: Told, today: date, moment: datetime, *, days: Mapping[str, date] | None = None
) -> Commission:
    """Begin a case and say its facts; its days are worked back from its start, unless given."""
    lead, start = _person(LEAD), (today + told.starts_in * DAYS).replace(day=1)
    case = begin_case(
        told.title,
        route=told.route,
        now=framework_in_force(day_of(moment)),
        is_restricted=told.is_restricted,
        by=lead,
        at=moment,
    )
    need = {
        "title": told.title,
        "need": told.need,
        "evidence": "The needs assessment of last year, and what providers report.",
        "outcomes": "Fewer people are harmed again; each is asked a year on.",
        "objectives": [told.objective],
        "places": "Wexmoor",
    }
    first = FinancialYear.containing(days["starts_on"] if days else start).start
    net, vat = Decimal(told.yearly), Decimal(told.yearly * told.vat) / 100
    money = {first + n: (net, vat) for n in range(told.years)}
    days = days or {
        "opens_on": start - 170 * DAYS,
        "closes_on": start - 130 * DAYS,
        "award_notice_on": start - 60 * DAYS,
        "signs_on": start - 40 * DAYS,
        "starts_on": start,
        "ends_on": start.replace(year=start.year + told.years) - DAYS,
    }
    parts: list[tuple[Part, Mapping[str, Any]]] = [
        (Part.NEED, need),
        (Part.TERMS, {"cpv": told.cpv, "power": told.power}),
        (Part.MONEY, {}),
        (Part.TIMETABLE, days),
    ]
    if told.direct:
        compete_on = start + 365 * (told.years - 1) * DAYS
        parts.append((Part.DIRECT_AWARD, {**told.direct, "compete_on": compete_on}))
    for number, (part, said) in enumerate(parts, start=1):
        years = money if part == Part.MONEY else None
        revise_case(case, part, said, read=number, years=years, by=lead, at=moment)
    return case


def _ask(told: Told, moment: datetime) -> None:
    case, now = _case(told), framework_in_force(day_of(moment))
    onward = rules_of(case).onward[0].code
    ask_gate(case, onward=onward, now=now, by=_person(LEAD), at=moment)


def _decide(
    told: Told,
    outcome: GateOutcome,
    moment: datetime,
    *,
    words: str = "",
    by_when: date | None = None,
    by: str = HEAD,
) -> None:
    gate = gate_awaiting(_case(told))
    if gate:
        decide_gate(gate, outcome=outcome, words=words, by_when=by_when, by=_person(by), at=moment)


def _case(told: Told) -> Commission:
    return cases().get(title=told.title)


def _person(username: str) -> User:
    return User.objects.get(username=username)
