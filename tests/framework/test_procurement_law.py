from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from almoner.framework.law.tables import (
    Authority,
    light_touch_services,
    the_law,
    threshold_on,
)
from almoner.framework.procurement_law import Category, Facts, Regime, derive_regime

COUNSELLING, CATERING_EQUIPMENT = "85312320", "39314000"
NOW = date(2026, 3, 4)


def facts(gross, *, category=Category.SERVICES, cpv="72000000", begun_on=NOW, **others):
    """A procurement whose value with VAT is all that matters of its money."""
    return Facts(
        is_contract=others.pop("is_contract", True),
        category=category,
        cpv=cpv,
        net=Decimal(gross),
        vat=Decimal(0),
        begun_on=begun_on,
        **others,
    )


@pytest.mark.parametrize(
    ("category", "cpv", "authority", "begun_on", "threshold"),
    [
        (Category.SERVICES, "", "sub-central", date(2025, 12, 31), 214_904),
        (Category.SERVICES, "", "sub-central", date(2026, 1, 1), 207_720),
        (Category.GOODS, "", "sub-central", date(2025, 2, 24), 214_904),
        (Category.SERVICES, "", "central", date(2025, 12, 31), 139_688),
        (Category.SERVICES, "", "central", date(2026, 1, 1), 135_018),
        (Category.SERVICES, COUNSELLING, "sub-central", date(2025, 12, 31), 663_540),
        (Category.SERVICES, COUNSELLING, "sub-central", date(2026, 1, 1), 663_540),
        (Category.WORKS, "", "sub-central", date(2025, 12, 31), 5_372_609),
        (Category.WORKS, "", "sub-central", date(2026, 1, 1), 5_193_000),
        (Category.CONCESSION, "", "sub-central", date(2026, 1, 1), 5_193_000),
        (Category.CONCESSION, COUNSELLING, "sub-central", date(2026, 1, 1), 5_372_609),
    ],
)
def test_a_contract_is_public_from_the_threshold_of_the_day_it_began(
    category, cpv, authority, begun_on, threshold
):
    of = {"category": category, "cpv": cpv, "begun_on": begun_on, "authority": Authority(authority)}

    at = derive_regime(facts(threshold, **of))
    below = derive_regime(facts(Decimal(threshold) - Decimal("0.01"), **of))

    assert at.is_covered
    assert at.threshold == threshold
    assert below.regime == Regime.NOTIFIABLE


def test_vat_counts_and_the_sum_is_shown_with_its_sections():
    case = Facts(
        is_contract=True,
        category=Category.SERVICES,
        cpv=COUNSELLING,
        net=Decimal(552_950),
        vat=Decimal(110_590),
        begun_on=NOW,
    )

    found = derive_regime(case)

    assert found.regime == Regime.LIGHT_TOUCH
    assert [(step.said, step.law) for step in found.steps] == [
        (
            "£552,950 and VAT of £110,590 make £663,540.",
            "Procurement Act 2023 ss.4, 123 and sch. 3",
        ),
        (
            "85312320 (Counselling services) is a light touch service.",
            "Procurement Regulations 2024 sch. 1",
        ),
        (
            "The threshold for what began from 24 February 2025 is £663,540 with VAT.",
            "Procurement Act 2023 ss.3, 9 and sch. 1",
        ),
        (
            "It reaches the threshold of a public contract.",
            "Procurement Act 2023 s.3",
        ),
    ]


def test_a_standstill_is_owed_of_public_contracts_but_not_of_light_touch_ones():
    assert derive_regime(facts(700_000)).has_standstill
    assert not derive_regime(facts(700_000, cpv=COUNSELLING)).has_standstill
    assert not derive_regime(facts(207_719)).has_standstill


@pytest.mark.parametrize(
    ("gross", "authority", "regime"),
    [
        ("30000", Authority.SUB_CENTRAL, Regime.NOTIFIABLE),
        ("29999.99", Authority.SUB_CENTRAL, Regime.BELOW),
        ("12000", Authority.CENTRAL, Regime.NOTIFIABLE),
        ("11999.99", Authority.CENTRAL, Regime.BELOW),
    ],
)
def test_below_the_threshold_notices_are_due_from_an_amount(gross, authority, regime):
    assert derive_regime(facts(gross, authority=authority)).regime == regime


@pytest.mark.parametrize(("gross", "is_large"), [("5000000", False), ("5000000.01", True)])
def test_a_contract_is_large_above_five_millions(gross, is_large):
    assert derive_regime(facts(gross)).is_large is is_large


def test_what_began_the_day_before_the_act_is_recorded_not_derived():
    eve, first = date(2025, 2, 23), date(2025, 2, 24)

    assert derive_regime(facts(900_000, begun_on=eve)).regime == Regime.EARLIER
    assert derive_regime(facts(900_000, begun_on=first)).regime == Regime.PUBLIC


def test_a_grant_has_no_threshold_whatever_its_value():
    found = derive_regime(facts(9_000_000, is_contract=False))

    assert (found.regime, found.threshold) == (Regime.GRANT, None)


def test_goods_and_works_are_never_light_touch():
    for category in (Category.GOODS, Category.WORKS):
        assert not facts(1, category=category, cpv=COUNSELLING).is_light_touch
    assert facts(1, cpv=COUNSELLING).is_light_touch
    assert not facts(1, cpv=CATERING_EQUIPMENT).is_light_touch


def test_the_light_touch_list_is_the_whole_of_the_regulations_table():
    services = light_touch_services()

    assert len(services) == 421
    assert sum(is_reservable for _what, is_reservable in services.values()) == 144
    assert services["85312500"] == ("Rehabilitation services", True)


def test_no_amount_of_the_law_takes_the_place_of_another_on_the_same_day():
    law = the_law()

    for row in law.threshold:
        days = [amount.from_ for amount in row.amounts]
        assert all(first < later for first, later in pairwise(days))
        assert threshold_on(row.category, row.authority, on=law.first_day).from_day == days[0]
