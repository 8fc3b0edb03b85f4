from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almoner.framework.law.tables import Authority
from almoner.framework.procurement_law import Category, Derivation, Facts, Regime, derive_regime
from almoner.framework.procurement_periods import (
    Manner,
    last_day_of,
    last_day_to_answer,
    latest_award_notice,
    minimum_participation,
    minimum_tendering,
    notice_due_on,
    standstill_ends_on,
)
from almoner.framework.splitting import Line, Piece, splits_among
from almoner.framework.timetables import (
    Allowances,
    Milestone,
    Planned,
    breaches_in,
    missing_days,
    work_back,
)

PUBLIC = Derivation(Regime.PUBLIC, ())
LIGHT_TOUCH = Derivation(Regime.LIGHT_TOUCH, (), is_light_touch=True)
BELOW = Derivation(Regime.BELOW, ())
GRANT = Derivation(Regime.GRANT, ())


@pytest.mark.parametrize(
    ("code", "happened_on", "is_light_touch", "due_on"),
    [
        ("contract-details", date(2026, 6, 1), False, date(2026, 6, 30)),
        ("contract-details", date(2026, 6, 1), True, date(2026, 9, 28)),
        ("contract-copy", date(2026, 6, 1), False, date(2026, 8, 29)),
        ("contract-copy", date(2026, 6, 1), True, date(2026, 11, 27)),
        ("contract-termination", date(2026, 6, 1), True, date(2026, 6, 30)),
        ("payments-compliance", date(2026, 3, 31), False, date(2026, 4, 29)),
        ("contract-payments", date(2026, 6, 30), False, date(2026, 7, 29)),
        ("pipeline", date(2026, 4, 1), False, date(2026, 5, 26)),
    ],
)
def test_a_period_begins_with_the_day_of_what_happened(code, happened_on, is_light_touch, due_on):
    assert notice_due_on(code, happened_on=happened_on, is_light_touch=is_light_touch) == due_on


def test_a_period_of_one_day_is_the_day_itself():
    assert last_day_of(1, beginning_with=date(2026, 3, 4)) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("published_on", "ends_on"),
    [
        (date(2026, 6, 1), date(2026, 6, 10)),  # a Monday: two weeks' days, the first counted
        (date(2026, 9, 5), date(2026, 9, 16)),  # a Saturday counts for nothing
        (date(2026, 6, 8), date(2026, 6, 18)),  # Scotland's 15 June, of that year alone
        (date(2025, 12, 29), date(2026, 1, 9)),  # 1 January, and Scotland's second, the 2nd
        (date(2026, 3, 16), date(2026, 3, 26)),  # Northern Ireland's 17 March
        (date(2026, 7, 10), date(2026, 7, 22)),  # 12 July is a Sunday: the 13th instead
        (date(2026, 7, 30), date(2026, 8, 11)),  # Scotland's first Monday of August
        (date(2026, 11, 27), date(2026, 12, 9)),  # Scotland's 30 November
    ],
)
def test_the_standstill_counts_the_working_days_of_all_four_nations(published_on, ends_on):
    assert standstill_ends_on(published_on) == ends_on


@settings(max_examples=50)
@given(signing_on=st.dates(date(2025, 3, 1), date(2028, 12, 31)))
def test_the_latest_award_notice_leaves_the_standstill_and_not_a_day_more(signing_on):
    latest = latest_award_notice(signing_on)

    assert standstill_ends_on(latest) < signing_on
    assert standstill_ends_on(latest + timedelta(days=1)) >= signing_on


@pytest.mark.parametrize(
    ("manner", "days"),
    [
        (Manner(), 25),
        (Manner(has_all_documents=False), 30),
        (Manner(is_electronic=False), 30),
        (Manner(is_electronic=False, has_all_documents=False), 35),
        (Manner(is_urgent=True), 10),
        (Manner(has_planned_notice=True), 10),
        (Manner(is_in_dynamic_market=True), 10),
        (Manner(is_pre_selected=True), 10),
        (Manner(is_pre_selected=True, is_negotiated=True), 0),
        (Manner(is_negotiated=True), 25),
    ],
)
def test_the_shortest_tendering_period_that_applies_is_the_minimum(manner, days):
    assert minimum_tendering(PUBLIC, manner).days == days


def test_what_sub_central_bodies_may_do_with_selected_suppliers_others_may_not():
    selected = Manner(is_pre_selected=True, is_negotiated=True)

    assert minimum_tendering(PUBLIC, selected, Authority.CENTRAL).days == 25


@pytest.mark.parametrize(("is_urgent", "days"), [(False, 25), (True, 10)])
def test_suppliers_have_so_many_days_to_ask_to_take_part(is_urgent, days):
    assert minimum_participation(PUBLIC, Manner(is_urgent=is_urgent)).days == days


@pytest.mark.parametrize("derivation", [LIGHT_TOUCH, BELOW, GRANT])
def test_no_minimum_is_set_for_light_touch_nor_below_the_threshold(derivation):
    assert minimum_tendering(derivation).days == 0
    assert minimum_participation(derivation).days == 0


def test_tendering_begins_with_the_day_after_the_invitation():
    assert last_day_to_answer(date(2026, 6, 1), 25) == date(2026, 6, 26)


def test_a_timetable_is_worked_back_from_the_start_by_the_law_and_the_house():
    worked = work_back(date(2027, 4, 1), PUBLIC, is_competed=True)

    assert {one.milestone: one.day for one in worked} == {
        Milestone.PLAN: date(2026, 11, 18),
        Milestone.OPEN: date(2026, 12, 16),
        Milestone.CLOSE: date(2027, 1, 13),
        Milestone.DECIDE: date(2027, 2, 17),
        Milestone.AWARD: date(2027, 2, 18),
        Milestone.SIGN: date(2027, 3, 2),
        Milestone.START: date(2027, 4, 1),
    }
    assert [one.day for one in worked] == sorted(one.day for one in worked)


def test_the_law_lengthens_what_the_house_would_allow():
    brief = Allowances(answer=5)

    public = work_back(date(2027, 4, 1), PUBLIC, is_competed=True, allowances=brief)
    light = work_back(date(2027, 4, 1), LIGHT_TOUCH, is_competed=True, allowances=brief)

    days = [{one.milestone: one.day for one in worked} for worked in (public, light)]
    open_for = [(each[Milestone.CLOSE] - each[Milestone.OPEN]).days for each in days]
    assert open_for[0] >= 25
    assert open_for[1] < 10


def test_an_award_without_competition_is_told_of_before_it_is_made():
    covered = work_back(date(2027, 4, 1), PUBLIC, is_competed=False)
    below = work_back(date(2027, 4, 1), BELOW, is_competed=False)

    assert Milestone.TRANSPARENCY in {one.milestone for one in covered}
    assert {Milestone.TRANSPARENCY, Milestone.AWARD} & {one.milestone for one in below} == set()


def planned(**days):
    usual = {
        "opens_on": date(2026, 6, 1),
        "closes_on": date(2026, 6, 26),
        "award_notice_on": date(2026, 8, 10),
        "signs_on": date(2026, 8, 20),
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2029, 8, 31),
    }
    return Planned(**(usual | days))


def test_a_timetable_that_gives_the_shortest_periods_holds():
    assert breaches_in(planned(), PUBLIC, is_competed=True) == []


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (
            {"closes_on": date(2026, 6, 25)},
            "It has 24 days to answer; the law asks for 25. Close on 26 June 2026.",
        ),
        (
            {"signs_on": date(2026, 8, 19)},
            "The standstill lasts until 19 August 2026. Sign on the day after, or later.",
        ),
        (
            {"ends_on": date(2026, 8, 31)},
            "The end (31 August 2026) comes before the start (1 September 2026).",
        ),
    ],
)
def test_a_timetable_says_what_is_too_short_and_what_to_do(days, said):
    found = breaches_in(planned(**days), PUBLIC, is_competed=True)

    assert [one.said for one in found] == [said]


def test_light_touch_contracts_may_be_open_for_less_and_signed_at_once():
    hasty = planned(closes_on=date(2026, 6, 5), signs_on=date(2026, 8, 10))

    assert breaches_in(hasty, LIGHT_TOUCH, is_competed=True) == []


def test_a_timetable_names_the_days_that_it_lacks():
    bare = Planned(starts_on=date(2026, 9, 1))

    assert missing_days(bare, GRANT, is_competed=False) == ["its end"]
    assert missing_days(bare, PUBLIC, is_competed=True) == [
        "its end",
        "its opening",
        "its deadline",
        "its award notice",
        "its signing",
    ]


THRESHOLD = Line(Decimal(207_720), "the threshold")


def piece(amount, reference="COM-2026-002"):
    return Piece(reference, Decimal(amount), "supplier")


def test_pieces_that_stay_below_a_line_and_reach_it_together_are_noticed():
    found = splits_among(piece(120_000, "COM-2026-001"), [piece(87_720)], [THRESHOLD])

    assert [(one.total, one.line) for one in found] == [(Decimal(207_720), THRESHOLD)]
    assert [one.reference for one in found[0].pieces] == ["COM-2026-001", "COM-2026-002"]


@pytest.mark.parametrize(
    ("own", "others"),
    [
        (120_000, ["87719.99"]),  # a penny short
        (207_720, [120_000]),  # it reaches the line itself
        (120_000, [500_000]),  # the other was measured by the line already
        (120_000, []),
    ],
)
def test_nothing_is_noticed_where_no_line_is_avoided(own, others):
    assert splits_among(piece(own), map(piece, others), [THRESHOLD]) == []


def test_value_with_vat_of_a_split_service_is_what_the_law_would_measure():
    whole = Facts(
        is_contract=True,
        category=Category.SERVICES,
        cpv="",
        net=Decimal(173_100),
        vat=Decimal(34_620),
        begun_on=date(2026, 3, 4),
    )

    assert derive_regime(whole).regime == Regime.PUBLIC
