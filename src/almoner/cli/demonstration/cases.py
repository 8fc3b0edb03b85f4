"""How the demonstration commissions: cases from a need, at every stage that its gates let them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from almoner.accounts.models import User
from almoner.commissions.kinds import (
    AssessmentKind,
    ConsultationKind,
    GateOutcome,
    LinkKind,
    Part,
)
from almoner.commissions.models import Commission, Consultation
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
    record_consultation,
    revise_case,
    sign_assessment,
    sign_route_test,
)
from almoner.commissions.queries import cases, gate_awaiting
from almoner.commissions.route_test import QUESTIONS
from almoner.commissions.rules import rules_of
from almoner.commissions.screening import Characteristic, Impact, Screen
from almoner.core.moments import day_of
from almoner.core.periods import FinancialYear
from almoner.framework.queries import framework_in_force

DAYS = timedelta(days=1)
LEAD, HEAD = "cerys.vane", "nadia.okell"


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
ALL = (COUNSELLING, MENTORING, REFUGE, TRAINING, TRAINING_SOUTH, SURVEY)


def begin_cases(today: date, moment: datetime) -> None:
    """Six cases begin and are opened; a seventh stays a draft."""
    for told in ALL:
        open_case(_begin(told, today, moment), by=_person(LEAD), at=moment)
    _begin(MARSHALS, today, moment)
    add_to_team(_case(MENTORING), person=_person("owen.brack"), by=_person(LEAD), at=moment)


def ask_first_gates(_today: date, moment: datetime) -> None:
    for told in (COUNSELLING, MENTORING, REFUGE, TRAINING):
        _ask(told, moment)
    north, south = _case(TRAINING), _case(TRAINING_SOUTH)
    link_cases(south, north, kind=LinkKind.SAME_NEED, by=_person(LEAD), at=moment)


def decide_first_gates(today: date, moment: datetime) -> None:
    """Two go on; one goes back with questions; one with conditions."""
    _decide(COUNSELLING, GateOutcome.GO, moment)
    _decide(MENTORING, GateOutcome.GO, moment)
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


def ask_second_gate(today: date, moment: datetime) -> None:
    _ask(COUNSELLING, moment)
    _decide(COUNSELLING, GateOutcome.GO, moment + timedelta(hours=3))
    lead, until = _person(LEAD), today + 10 * DAYS
    hold_case(_case(SURVEY), reason="The fund is decided on next.", until=until, by=lead, at=moment)


def plan_counselling(_today: date, moment: datetime) -> None:
    """The case is tested and assessed; one assessment waits for a second person."""
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
    draft_assessment(case, AssessmentKind.DATA_PROTECTION, screened, by=lead, at=moment)


def ask_lately(_today: date, moment: datetime) -> None:
    """What *My work* shows an approver today: a gate to decide on."""
    _ask(MENTORING, moment)


ACTS: tuple[tuple[int, int, Callable[[date, datetime], None]], ...] = (
    (-30, 10, begin_cases),
    (-24, 10, ask_first_gates),
    (-15, 15, decide_first_gates),  # after what others took on
    (-12, 11, consult),
    (-9, 10, ask_second_gate),
    (-5, 10, plan_counselling),
    (-1, 9, ask_lately),
)


def _begin(told: Told, today: date, moment: datetime) -> Commission:
    lead, start = _person(LEAD), today + told.starts_in * DAYS
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
    first = FinancialYear.containing(start).start
    net, vat = Decimal(told.yearly), Decimal(told.yearly * told.vat) / 100
    money = {first + n: (net, vat) for n in range(told.years)}
    days = {
        "opens_on": start - 170 * DAYS,
        "closes_on": start - 130 * DAYS,
        "award_notice_on": start - 60 * DAYS,
        "signs_on": start - 40 * DAYS,
        "starts_on": start,
        "ends_on": start + (365 * told.years - 1) * DAYS,
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
) -> None:
    gate = gate_awaiting(_case(told))
    if gate:
        decide_gate(
            gate, outcome=outcome, words=words, by_when=by_when, by=_person(HEAD), at=moment
        )


def _case(told: Told) -> Commission:
    return cases().get(title=told.title)


def _person(username: str) -> User:
    return User.objects.get(username=username)
