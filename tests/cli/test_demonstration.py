from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from almoner.academy.models import Booking
from almoner.accounts.models import RoleGrant, User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState
from almoner.accounts.teams import members_as_at, teams_in_order, with_people
from almoner.agreements.diary import Occasion, diary
from almoner.agreements.managed import stewardships_on
from almoner.agreements.models import AgreementVersion
from almoner.agreements.places import places_in
from almoner.agreements.queries import agreements_known
from almoner.agreements.states import AgreementKind
from almoner.cli.demonstration import agreements
from almoner.cli.demonstration.managing import MATCHED, REFUGE
from almoner.cli.demonstration.numbers import numbers_of
from almoner.cli.demonstration.spend import HEADINGS, rows_of
from almoner.cli.demonstration.stages import STAGES, months_before, play
from almoner.commissions.models import Commission
from almoner.core.ledger import verify
from almoner.core.models import Event, Installation
from almoner.core.periods import FinancialYear, Month, Quarter
from almoner.framework.differences import differences
from almoner.framework.models import FrameworkVersion
from almoner.framework.queries import framework_in_force
from almoner.framework.states import VersionState
from almoner.funding.models import Entry
from almoner.funding.reconciliation import lines_that_do_not_reconcile
from almoner.organisations.models import Organisation
from almoner.payments.models import Match
from almoner.payments.queries import live_payments
from almoner.payments.states import MatchState
from almoner.registers.due_editions import duties_kept
from almoner.registers.kinds import Register
from almoner.registers.models import Edition
from almoner.registers.publicity import public_organisations
from tests.worlds import made_once

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 25, 15, tzinfo=UTC)
MONTHS = 6
STAGES_OF_QUOTES = ["mandate", "plan", "invite", "award", "sign", "manage"]


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole story, told once for those who read it, and what was said meanwhile."""
    said = []
    with made_once(django_db_blocker, tmp_path_factory.mktemp("story")):
        play(upto=STAGES[-1], now=NOW, tell=said.append, months_told=MONTHS)
        yield said


def test_the_whole_story_is_told_and_its_ledger_is_intact(told):
    assert told == ["The story is told as far as publishing."]
    assert Installation.objects.get().is_demonstration
    assert verify().count == Event.objects.count()
    issued = {}
    for edition in Edition.objects.all():
        issued.setdefault(edition.duty, set()).add(edition.period)
    assert issued == {
        "spend-monthly": {*map(str, months_before(NOW.date(), MONTHS))},
        "grants-monthly": {*map(str, months_before(NOW.date(), MONTHS))},
        "grants-quarterly": {"2025-26-Q2", "2025-26-Q3"},
        "contracts-quarterly": {"2025-26-Q2", "2025-26-Q3"},
        "contracts-small-quarterly": {"2025-26-Q2"},
    }
    assert live_payments().count() == sum(
        len(list(rows_of(month))) for month in months_before(NOW.date(), MONTHS)
    )


def test_some_of_the_duties_are_late_and_one_edition_is_corrected(told):
    kept = duties_kept(on=NOW.date())
    late = [one.duty.code for one in kept if one.standing and one.standing.days_late]
    (corrected,) = Edition.objects.filter(number=2)
    assert late == ["contracts-small-quarterly", "contract-copies"]
    assert (corrected.duty, corrected.period) == ("contracts-quarterly", "2025-26-Q2")


def test_the_ledger_reads_as_one_kept_day_by_day_and_ends_today(told):
    first, *rest = Event.objects.order_by("number").values_list("recorded_at", flat=True)
    assert rest == sorted(rest)
    assert first > NOW > rest[-1]  # the first was written at our true time, before any pretence


def test_today_somebody_deputises_and_a_role_awaits_its_second_person(told):
    deputy = User.objects.get(username="etta.quaye")
    assert Role.PUBLISHER in roles_of(deputy, on=NOW.date())
    assert RoleGrant.objects.filter(state=GrantState.PROPOSED).count() == 1
    held = framework_in_force(NOW.date())
    (proposed,) = FrameworkVersion.objects.filter(state=VersionState.PROPOSED)
    assert (held.is_approved, held.framework.unconfirmed) == (True, 0)
    (changed,) = differences(held.framework, proposed.framework)
    assert "the limit of Head of service is raised from £10,000 to £15,000." in changed.sentences[0]


def test_people_work_in_teams_some_in_two_and_somebody_left_one(told):
    teams = with_people(teams_in_order(), on=NOW.date())

    assert {team.name: (team.size, team.leads) for team in teams} == {
        "Commissioning": (3, ["Cerys Vane"]),
        "Finance and claims": (2, ["Etta Quaye"]),
        "Governance and learning": (2, ["Greta Holm"]),
        "Grants and contracts": (3, ["Hugo Tansley"]),
    }
    before = members_as_at(teams[3], on=NOW.date() - timedelta(days=20))
    assert "etta.quaye" in [one.person.username for one in before]
    booked = Booking.objects.filter(asked_by__username="hugo.tansley")
    assert booked.filter(person__username="owen.brack").exists()


def test_contracts_stand_at_every_stage_and_every_pound_in_one_state(told):
    contracts = Commission.objects.filter(route__in=["below-threshold-quotes", "open-procedure"])

    reached = set(contracts.values_list("route", "stage"))

    quotes = {("below-threshold-quotes", stage) for stage in STAGES_OF_QUOTES}
    assert quotes <= reached
    assert {("open-procedure", "tender"), ("open-procedure", "approve-to-tender")} <= reached
    assert lines_that_do_not_reconcile() == []
    states = set(Entry.objects.values_list("to_state", flat=True))
    assert {"due", "paid", "recovered"} <= states


def test_the_months_told_are_those_that_have_ended():
    assert [*months_before(NOW.date(), 3)] == [Month(2025, 12), Month(2026, 1), Month(2026, 2)]


def test_a_month_is_always_the_same_and_months_differ():
    assert [*rows_of(Month(2026, 2))] == [*rows_of(Month(2026, 2))]
    assert [*rows_of(Month(2026, 2))] != [*rows_of(Month(2026, 1))]


def test_the_registers_hold_what_was_promised_in_the_periods_that_ended(told):
    for register, kind, last in (
        (Register.CONTRACTS, AgreementKind.CONTRACT, Quarter.containing(date(2025, 12, 1))),
        (Register.GRANTS, AgreementKind.GRANT, Month(2026, 2)),
    ):
        written = [*agreements.rows_of(register, last, NOW.date())]
        said = agreements_known(kind, NOW.date()).values_list("said__reference", flat=True)
        assert sorted(said) == sorted(row[0] for row in written)


@pytest.mark.parametrize(("register", "count"), [(Register.CONTRACTS, 60), (Register.GRANTS, 80)])
def test_three_years_of_promises_some_of_which_end_soon(register, count):
    told = agreements.promises(register, NOW.date())

    assert len(told) == len({one.reference for one in told}) == count
    assert all(one.awarded_on < one.starts_on < one.ends_on for one in told)
    soon = NOW.date() + timedelta(days=366)
    assert sum(NOW.date() <= one.ends_on <= soon for one in told) > count / 5


def test_a_later_register_says_of_some_contracts_that_they_go_on():
    early, late = (Quarter.containing(date(year, 10, 1)) for year in (2024, 2025))
    first = {row[0]: row for row in agreements.rows_of(Register.CONTRACTS, early, NOW.date())}
    then = {row[0]: row for row in agreements.rows_of(Register.CONTRACTS, late, NOW.date())}
    current = agreements.CONTRACT_HEADINGS.index("Current end date")

    assert first.keys() < then.keys()
    assert any(first[name][current] != then[name][current] for name in first)


def test_some_agreements_are_managed_and_one_day_for_notice_was_let_slip(told):
    managers = {one.manager.username for one in stewardships_on(NOW.date())}
    overdue = [entry.occasion for entry in diary(NOW.date()) if entry.is_overdue]
    refuge = Organisation.objects.get(name=REFUGE)
    assert managers == {"hugo.tansley", "owen.brack"}
    assert overdue.count(Occasion.NOTICE) == 1
    assert refuge not in public_organisations()


def test_some_payments_are_matched_and_none_beyond_what_an_agreement_comes_to(told):
    matched = Match.objects.filter(state=MatchState.CONFIRMED)
    paid = dict(matched.values_list("agreement").annotate(Sum("payment__amount")))
    awards = AgreementVersion.objects.filter(agreement__in=paid).values_list("agreement", "amount")
    assert 0 < matched.count() <= MATCHED
    assert all(paid[agreement] <= amount for agreement, amount in awards)


def test_grants_and_contracts_name_one_place_or_several_or_none():
    areas = {
        row[-1]
        for register in (Register.GRANTS, Register.CONTRACTS)
        for row in agreements.rows_of(register, Month(2026, 2), NOW.date())
    }

    assert {len(places_in(area)) for area in areas} == {0, 1, 2, 3}


def test_the_numbers_of_parties_are_none_that_a_register_gave():
    charities, companies = zip(
        *(numbers_of(name, agreements.NAMES) for name in agreements.NAMES), strict=True
    )

    assert all(number > "2000000" for number in charities if number)
    assert all(number > "90000000" for number in companies if number)
    assert numbers_of("Tarnside Vale NHS Trust", agreements.NAMES) == ("", "")


def test_spend_grew_as_a_real_body_s_did():
    before, after = (
        sum(
            Decimal(row[HEADINGS.index("Net Amount")])
            for month in FinancialYear(year).quarters()
            for one in month.months()
            for row in rows_of(one)
        )
        for year in (2024, 2025)
    )

    assert 45_000_000 < before < 62_000_000
    assert before < after < 75_000_000
