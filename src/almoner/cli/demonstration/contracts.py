"""How the demonstration buys: contract cases, one or more at each stage that a case can reach."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from almoner.accounts.models import User
from almoner.commissions.facts import years_of
from almoner.commissions.kinds import AssessmentKind, ConsultationKind, GateOutcome
from almoner.commissions.models import Commission, Consultation
from almoner.commissions.operations import (
    answer_consultation,
    ask_gate,
    decide_gate,
    draft_assessment,
    open_case,
    record_consultation,
    sign_assessment,
    sign_route_test,
)
from almoner.commissions.queries import cases, gate_awaiting
from almoner.commissions.readings import terms_of
from almoner.commissions.route_test import QUESTIONS
from almoner.commissions.rules import office_whose_turn, rules_of
from almoner.commissions.screening import Characteristic, Impact, Screen
from almoner.core.moments import day_of
from almoner.core.periods import FinancialYear
from almoner.core.references import name_of
from almoner.framework.queries import framework_in_force
from almoner.funding.models import BudgetLine, Fund
from almoner.funding.operations import open_budget_line, plan_money
from almoner.risks.operations import View, record_risk

from .case_papers import CONTRACT, write_stage
from .cases import Told, begin
from .deciding import HOLDERS, sign_about

DAYS = timedelta(days=1)
LEAD, SIGNER, FINANCE = "cerys.vane", "mabel.orme", "etta.quaye"
PURPOSE, A_YEAR = "Bought services", Decimal(300_000)  # a line of its own, in each year


def bought(title: str, need: str, *, yearly: int, cpv: str, years: int = 1) -> Told:
    route = "below-threshold-quotes" if years == 1 else "open-procedure"
    return Told(
        title,
        route,
        need,
        "incidental",
        "support-victims",
        yearly=yearly,
        years=years,
        starts_in=0,
        cpv=cpv,
        vat=20,
    )


LEAFLETS = bought(
    "Leaflets in nine languages",
    "One in six victims does not read English well, and our leaflets are in English only.",
    yearly=18_000,
    cpv="79530000",
)
CALLERS = bought(
    "A telephone survey of those who called",
    "Nobody asks callers a month later whether it helped.",
    yearly=22_000,
    cpv="79342310",
)
ROOMS = bought(
    "Rooms for first talks, by the hour",
    "Four in ten will not come to a police station for a first talk.",
    yearly=16_000,
    cpv="70310000",
)
PORTRAIT = bought(
    "A portrait of harm in the three valleys",
    "Few report from the northern valleys, so that nobody knows what happens there.",
    yearly=28_000,
    cpv="73110000",
)
STALKING = bought(
    "An advice line on stalking",
    "Victims of stalking are told to keep a diary, and then wait for weeks.",
    yearly=80_000,
    years=3,
    cpv="79510000",
)
RECORDS = bought(
    "One record for every victim who is supported",
    "Five providers keep five records of one person, who tells the story five times.",
    yearly=75_000,
    years=3,
    cpv="72000000",
)
# One is invited for, one to be awarded, one to be signed, one managed; one tender is open.
QUOTES, TENDERS = (LEAFLETS, PORTRAIT, CALLERS, ROOMS), (STALKING, RECORDS)
QUOTED, AWARDED, SIGNED = QUOTES[1:], QUOTES[2:], QUOTES[3:]
WORDS: Mapping[str, Mapping[str, str]] = {
    LEAFLETS.title: {
        "people": "victims who read little English",
        "service": "leaflets they can read",
    },
    CALLERS.title: {"people": "callers", "service": "a survey by telephone"},
    ROOMS.title: {"people": "victims", "service": "rooms for first talks"},
    PORTRAIT.title: {"people": "people of the valleys", "service": "a portrait of harm"},
    STALKING.title: {"people": "victims of stalking", "service": "an advice line"},
    RECORDS.title: {"people": "victims", "service": "one record that goes with them"},
}


def begin_buying(today: date, moment: datetime) -> None:
    for told in (*QUOTES, *TENDERS):
        open_case(begin(told, today, moment, days=_days(told, today)), by=_lead(), at=moment)


def agree_on_needs(_today: date, moment: datetime) -> None:
    for told in (*QUOTES, *TENDERS):
        _pass(told, moment)


def understand(_today: date, moment: datetime) -> None:
    """Of what will be tendered for, people and the market are asked before it is planned."""
    for told in TENDERS:
        case = _case(told)
        consultation = Consultation(
            commission=case,
            kind=ConsultationKind.PEOPLE,
            who="Eleven people who were harmed, by two groups that support them",
            asked="What should have been there when you needed it?",
            asked_on=day_of(moment),
        )
        record_consultation(consultation, by=_lead(), at=moment)
        said = "Somebody who answers on the day, and knows what was said before."
        wordings = {0: "Answered within two days, by somebody who has read the record."}
        later = moment + timedelta(hours=1)
        answer_consultation(consultation, said=said, wordings=wordings, by=_lead(), at=later)
        for hours in (2, 4):  # the need is understood, then the market engaged
            _write(told, moment + timedelta(hours=hours))
            _pass(told, moment + timedelta(hours=hours))


def plan_all(today: date, moment: datetime) -> None:
    """Each is tested, assessed and scored, its money set aside, and what it wants written."""
    for told in (*QUOTES, *TENDERS):
        _test_and_assess(_case(told), today, moment)
        _set_aside(_case(told), moment)
        _write(told, moment)


def agree_on_plans(_today: date, moment: datetime) -> None:
    for told in (*QUOTES, *TENDERS):
        _pass(told, moment)


def invite(_today: date, moment: datetime) -> None:
    """Suppliers are asked for quotes; of two tenders, one may open."""
    for told in QUOTES:
        _write(told, moment)
    for told in QUOTED:
        _pass(told, moment)
    _write(STALKING, moment)
    case, net = _case(STALKING), STALKING.yearly * STALKING.years
    sign_about(case, STALKING.need, net, moment, matter="tender-opening")
    _pass(STALKING, moment + timedelta(hours=1))


def award(_today: date, moment: datetime) -> None:
    for told in AWARDED:
        _write(told, moment)
        _pass(told, moment + timedelta(hours=1))


def sign(_today: date, moment: datetime) -> None:
    """One is signed after a decision on its award, and is managed from now on."""
    for told in SIGNED:
        _write(told, moment)
        sign_about(_case(told), told.need, told.yearly, moment, matter="contract-award")
        _pass(told, moment + timedelta(hours=1))


ACTS: tuple[tuple[int, int, Callable[[date, datetime], None]], ...] = (
    (-29, 11, begin_buying),
    (-27, 11, agree_on_needs),
    (-25, 9, understand),
    (-23, 11, plan_all),
    (-21, 11, agree_on_plans),
    (-19, 11, invite),
    (-6, 11, award),
    (-3, 11, sign),
)


def _days(told: Told, today: date) -> dict[str, date]:
    """Quotes are asked for soon and begin soon after; a tender takes five months."""
    opens_on = today - 20 * DAYS
    if told.years == 1:
        closes, awards, signs, starts = 14, 24, 28, 45
    else:
        closes, awards, signs, starts = 40, 100, 120, 165
    return {
        "opens_on": opens_on,
        "closes_on": opens_on + closes * DAYS,
        "award_notice_on": opens_on + awards * DAYS,
        "signs_on": opens_on + signs * DAYS,
        "starts_on": opens_on + starts * DAYS,
        "ends_on": opens_on + (starts + 365 * told.years - 1) * DAYS,
    }


def _test_and_assess(case: Commission, today: date, moment: datetime) -> None:
    answers = {q.code: "yes" if q.yes_is == "contract" else "no" for q in QUESTIONS}
    sign_route_test(case, answers, by=_lead(), at=moment)
    worse = {"impacts": dict.fromkeys(Characteristic.values, str(Impact.NONE))}
    screened: dict[str, str] = dict.fromkeys(Screen.values, "no")
    screened |= dict.fromkeys(("personal", "sensitive", "vulnerable"), "yes")
    screened["assessment"] = "DPIA-34"
    for kind, said in (
        (AssessmentKind.EQUALITY, worse),
        (AssessmentKind.DATA_PROTECTION, screened),
    ):
        written = draft_assessment(case, kind, said, by=_lead(), at=moment)
        sign_assessment(written, by=_person(SIGNER), at=moment + timedelta(hours=1))
    view = View(
        cause="Few suppliers do such work",
        event="Fewer than three answer",
        effect="Nobody knows whether the price is fair",
        inherent_likelihood=3,
        inherent_impact=3,
        current_likelihood=2,
        current_impact=3,
        owner=_lead(),
        review_on=today + 60 * DAYS,
        category="financial",
    )
    record_risk(view, about=name_of(case), by=_lead(), at=moment)


def _set_aside(case: Commission, moment: datetime) -> None:
    finance, fund = _person(FINANCE), Fund.objects.get(code="CSF")
    for year, (net, _vat) in years_of(terms_of(case)).items():
        line = BudgetLine.objects.filter(fund=fund, year=str(FinancialYear(year)), purpose=PURPOSE)
        found = line.first() or open_budget_line(
            fund,
            A_YEAR,
            year=FinancialYear(year),
            purpose=PURPOSE,
            is_ring_fenced=True,
            by=finance,
            at=moment,
        )
        plan_money(found, net, what_for=name_of(case), by=finance, at=moment)


def _write(told: Told, moment: datetime) -> None:
    more = WORDS[told.title]
    capitals = {name.capitalize(): said[0].upper() + said[1:] for name, said in more.items()}
    words = {**CONTRACT, **more, **capitals, "yearly": f"£{told.yearly:,}"}
    words["problem"] = told.need
    if told in QUOTES:
        words |= {"asks": "award a contract for", "term": "a year"}
    write_stage(_case(told), words, by=_lead(), at=moment)


def _pass(told: Told, moment: datetime) -> None:
    """Ask to be let through, and let each office say go in its turn."""
    case, now = _case(told), framework_in_force(day_of(moment))
    ask_gate(case, onward=rules_of(case).onward[0].code, now=now, by=_lead(), at=moment)
    while gate := gate_awaiting(_case(told)):
        office = office_whose_turn(gate)
        assert office  # else it would not wait
        by = _person(HOLDERS[office.code])
        decide_gate(gate, outcome=GateOutcome.GO, words="", by_when=None, by=by, at=moment)


def _case(told: Told) -> Commission:
    return cases().get(title=told.title)


def _lead() -> User:
    return _person(LEAD)


def _person(username: str) -> User:
    return User.objects.get(username=username)
