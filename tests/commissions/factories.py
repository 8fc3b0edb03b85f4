"""Cases at a point on their way, and the people around them."""

from datetime import UTC, date, datetime
from decimal import Decimal

from almoner.accounts.roles import Role
from almoner.commissions.kinds import AssessmentKind, ConsultationKind, Part
from almoner.commissions.models import Commission, Consultation
from almoner.commissions.operations import (
    answer_consultation,
    begin_case,
    draft_assessment,
    open_case,
    record_consultation,
    revise_case,
    sign_assessment,
    sign_route_test,
)
from almoner.commissions.route_test import QUESTIONS
from almoner.commissions.screening import Characteristic, Impact, Screen
from tests.commissions.frameworks import in_force
from tests.factories import official

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = NOON.date()
COUNSELLING = "85312320"
NEED = {
    "title": "Counselling for victims of robbery",
    "need": "Victims wait nine weeks.",
    "evidence": "The needs assessment of 2025.",
    "outcomes": "Victims are seen within two weeks.",
    "objectives": ["safer-streets"],
}
TERMS = {"cpv": COUNSELLING, "power": "services"}
TIMETABLE = {
    "opens_on": date(2026, 6, 1),
    "closes_on": date(2026, 6, 29),
    "award_notice_on": date(2026, 8, 10),
    "signs_on": date(2026, 8, 28),
    "starts_on": date(2026, 9, 28),
    "ends_on": date(2029, 9, 27),
}
DIRECT = {
    "direct_reason": "only-one",
    "direct_evidence": "Nobody answered the notice.",
    "alternatives": "Waiting, or a grant.",
    "value_view": "The price is that of 2024.",
    "compete_on": date(2028, 3, 1),
}
CONTRACT_ANSWERS = {
    question.code: "yes" if question.yes_is == "contract" else "no" for question in QUESTIONS
}
GRANT_ANSWERS = {
    question.code: "yes" if question.yes_is == "grant" else "no" for question in QUESTIONS
}
NOBODY_WORSE = {"impacts": dict.fromkeys(Characteristic.values, str(Impact.NONE))}
NO_DATA = dict.fromkeys(Screen.values, "no")


def officer(**user):
    return official(Role.COMMISSIONING_OFFICER, **user)


def draft(route="grant", *, lead=None, now=None, **fields):
    """A case just begun."""
    lead = lead or officer()
    title = fields.pop("title", NEED["title"])
    return begin_case(title, route=route, now=now or in_force(), by=lead, at=NOON, **fields)


def case(route="grant", *, lead=None, now=None, net=0, vat=0, said=(), **fields):
    """An open case, of which some parts are said."""
    begun = draft(route, lead=lead, now=now, **fields)
    for part, facts in said:
        say(begun, part, facts)
    if net:
        value(begun, net, vat)
    opened = open_case(begun, by=begun.lead, at=NOON)
    return fresh(opened)


def fresh(commission):
    return Commission.objects.select_related("lead", "current", "framework").get(pk=commission.pk)


def say(commission, part, facts, *, by=None):
    commission = fresh(commission)
    read = commission.current.number
    return revise_case(commission, part, facts, read=read, by=by or commission.lead, at=NOON)


def value(commission, net, vat=0, *, year=2026):
    commission = fresh(commission)
    years = {year: (Decimal(net), Decimal(vat))}
    read = commission.current.number
    return revise_case(
        commission, Part.MONEY, {}, read=read, years=years, by=commission.lead, at=NOON
    )


def grant_case(*, net=20_000, **fields):
    """A grant of which all that its gate asks is said."""
    said = [(Part.NEED, NEED), (Part.TERMS, {"power": "crime-reduction"})]
    return case("grant", net=net, said=said, **fields)


def contract_case(*, net=120_000, vat=24_000, **fields):
    """A contract of which all that its gate asks is said and signed."""
    said = [(Part.NEED, NEED), (Part.TERMS, TERMS), (Part.TIMETABLE, TIMETABLE)]
    made = case("contract", net=net, vat=vat, said=said, **fields)
    sign_route_test(made, CONTRACT_ANSWERS, by=made.lead, at=NOON)
    asked = consultation(made)
    answer_consultation(
        asked, said="Evenings too.", wordings={0: "Open until nine."}, by=made.lead, at=NOON
    )
    signer = officer()
    for kind, answers in (
        (AssessmentKind.EQUALITY, NOBODY_WORSE),
        (AssessmentKind.DATA_PROTECTION, NO_DATA),
    ):
        written = draft_assessment(made, kind, answers, by=made.lead, at=NOON)
        sign_assessment(written, by=signer, at=NOON)
    return fresh(made)


def consultation(commission, **fields):
    asked = Consultation(
        **{
            "commission": commission,
            "kind": ConsultationKind.PEOPLE,
            "who": "Victims of robbery",
            "asked": "When should it be open?",
            "asked_on": DAY,
            **fields,
        }
    )
    return record_consultation(asked, by=commission.lead, at=NOON)
