from datetime import timedelta
from decimal import Decimal

import pytest

from almoner.agreements.states import AgreementKind
from almoner.assurance.asking import findings
from almoner.core.actors import NIGHTLY
from almoner.core.periods import parse_period
from almoner.papers.kinds import DocumentKind
from almoner.registers.controls import duty_fields
from almoner.registers.due_editions import duty_called
from almoner.registers.kinds import Register
from almoner.registers.operations import draft_edition
from almoner.registers.states import WithholdingState
from tests.assurance.asked import only_the_first_breaks
from tests.factories import (
    DAY,
    LONG_AGO,
    NOON,
    AgreementFactory,
    BatchFactory,
    DocumentFactory,
    FindingFactory,
    VersionFactory,
    WithholdingFactory,
    published_copy,
)

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)
GRANT = {"purpose": "Shelter", "reasons": "Need", "conditions": "None"}
ENDS = {"awarded_on": DAY, "starts_on": DAY, "first_end_on": DAY, "review_on": DAY}
CONTRACT = dict.fromkeys(
    ["reference", "title", "description", "department", "process"], "Something"
) | {"supplier_sme": False, "supplier_vcse": True}


def test_an_edition_is_published_by_its_day():
    months = iter(["2026-01", "2025-12", "2025-11", "2025-10", "2025-09"])
    duty = duty_called("spend-monthly", on=DAY)

    def late():
        return draft_edition(duty, parse_period(next(months)), by=NIGHTLY, at=NOON)

    kept = late()
    assert findings("editions-in-time", on=DAY).breaks[0].reason == (
        "spend-monthly for 2026-01 was due on 28 February 2026."
    )
    only_the_first_breaks("editions-in-time", late, lambda: kept, on=DAY - 10 * DAYS)


@pytest.mark.parametrize("code", ["contract-copies-in-time", "tender-copies-in-time"])
def test_a_copy_of_each_contract_and_of_each_invitation_is_out_in_time(code):
    kind = code.removesuffix("-in-time")

    def owed():
        contract = VersionFactory(amount=Decimal(20_000), awarded_on=LONG_AGO.date()).agreement
        if kind == "tender-copies":
            told = {"kind": DocumentKind.INVITATION, "dated_on": LONG_AGO.date()}
            DocumentFactory(agreement=contract, **told)
        return contract

    only_the_first_breaks(code, owed, lambda: published_copy(agreement=owed(), kind=kind).agreement)


def agreement(kind, **version):
    batch = BatchFactory(kind=f"{kind}s")
    return VersionFactory(
        agreement=AgreementFactory(kind=kind, batch=batch), **ENDS, **version
    ).agreement


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("grant-has-its-fields", AgreementKind.GRANT, GRANT),
        ("contract-has-its-fields", AgreementKind.CONTRACT, CONTRACT),
    ],
)
def test_a_register_says_whatever_the_duty_asks_for(code, kind, said):
    vat = {"irrecoverable_vat_amount": Decimal(0)}

    only_the_first_breaks(
        code,
        lambda: agreement(kind, said=said, amount=None, **vat),
        lambda: agreement(kind, said=said, **vat),
    )


def test_what_is_not_recorded_is_named():
    agreement(AgreementKind.GRANT, said={"purpose": "Shelter", "reasons": "Need"}, amount=None)

    (found,) = findings("grant-has-its-fields", on=DAY).breaks

    assert found.reason == "Not recorded: Conditions, Amount awarded."
    assert "legal_power" not in duty_fields(Register.GRANTS)


def test_what_is_withheld_is_reviewed_by_its_day():
    only_the_first_breaks(
        "withholdings-reviewed",
        lambda: WithholdingFactory(review_on=DAY - DAYS),
        lambda: WithholdingFactory(review_on=DAY),
    )


def test_what_one_person_took_down_is_seen_by_a_second_within_three_days():
    def taken_down(days):
        at = NOON - days * DAYS
        state = WithholdingState.TAKEN_DOWN
        return WithholdingFactory(state=state, proposed_at=at, decided_by=None, decided_at=None)

    only_the_first_breaks("taken-down-seen-twice", lambda: taken_down(4), lambda: taken_down(3))


def test_what_holds_a_row_back_is_judged_within_a_fortnight():
    def found(days):
        return FindingFactory(batch=BatchFactory(recorded_at=NOON - days * DAYS))

    only_the_first_breaks("findings-judged", lambda: found(15), lambda: found(14))
