from datetime import date, timedelta
from decimal import Decimal

import pytest

from almoner.agreements.identity import Known
from almoner.agreements.models import AgreementVersion
from almoner.agreements.queries import (
    Totals,
    agreements_as_at,
    agreements_known,
    agreements_of,
    history_of,
    in_force_on,
    known_agreements,
    made_between,
    newest_first,
    totals,
)
from almoner.agreements.states import AgreementKind
from almoner.core.models import Batch
from almoner.core.moments import end_of, start_of
from almoner.core.states import BatchState
from tests.factories import DAY, AgreementFactory, BatchFactory, VersionFactory

pytestmark = pytest.mark.django_db
CONTRACT, GRANT = AgreementKind.CONTRACT, AgreementKind.GRANT
EVE, MORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)


def batch(known_from, recorded_on=None, **rest):
    at = start_of(recorded_on or known_from) + timedelta(hours=9)
    return BatchFactory(kind="contracts", known_from=known_from, recorded_at=at, **rest)


def version(agreement, amount, known_from, recorded_on=None, **rest):
    return VersionFactory(
        agreement=agreement, amount=amount, batch=batch(known_from, recorded_on, **rest)
    )


def amounts(versions):
    return sorted(version.amount for version in versions)


@pytest.mark.parametrize("state", [s for s in BatchState if s != BatchState.LIVE])
def test_only_live_batches_say_anything(state):
    version(AgreementFactory(), 5, DAY, state=state)

    assert not agreements_known(CONTRACT, DAY).exists()
    assert not agreements_as_at(CONTRACT, DAY).exists()


def test_a_register_answers_as_at_any_day_and_as_now_known():
    agreement = AgreementFactory()
    version(agreement, 5, EVE)
    version(agreement, 6, EVE, recorded_on=DAY)  # a correction, a day late
    version(agreement, 7, MORROW)

    assert amounts(agreements_as_at(CONTRACT, EVE)) == [5]
    assert amounts(agreements_known(CONTRACT, EVE)) == [6]
    assert amounts(agreements_as_at(CONTRACT, DAY)) == [6]
    assert amounts(agreements_as_at(CONTRACT, MORROW)) == [7]
    assert not agreements_known(CONTRACT, EVE - timedelta(days=1)).exists()


def test_what_is_recorded_at_the_midnight_that_ends_a_day_is_not_known_on_it():
    at_midnight = BatchFactory(kind="contracts", known_from=DAY, recorded_at=end_of(DAY))
    VersionFactory(batch=at_midnight)

    assert not agreements_as_at(CONTRACT, DAY).exists()
    assert agreements_as_at(CONTRACT, MORROW).count() == 1


def test_an_old_file_read_in_late_does_not_speak_over_what_is_known_since():
    agreement = AgreementFactory()
    version(agreement, 7, DAY)
    version(agreement, 5, EVE, recorded_on=MORROW)

    assert amounts(agreements_known(CONTRACT, MORROW)) == [7]
    assert amounts(agreements_known(CONTRACT, EVE)) == [5]


def test_what_is_asked_further_is_asked_of_what_speaks():
    agreement = AgreementFactory()
    version(agreement, 5, EVE)
    version(agreement, 7, DAY)

    assert not agreements_known(CONTRACT, DAY).filter(amount=5).exists()


def test_each_register_has_its_own_kind():
    contract, grant = AgreementFactory(), AgreementFactory(kind=GRANT)
    version(contract, 5, DAY)
    version(grant, 6, DAY)

    assert amounts(agreements_known(CONTRACT, DAY)) == [5]
    assert amounts(agreements_known(GRANT, DAY)) == [6]


def test_a_register_is_read_in_one_question_however_long(django_assert_num_queries):
    for amount in range(5):
        version(AgreementFactory(), amount, DAY)

    with django_assert_num_queries(1):
        said = [
            (one.agreement.reference, one.organisation.name, one.batch.known_from)
            for one in newest_first(agreements_known(CONTRACT, DAY))
        ]

    assert len(said) == 5


def test_some_batches_alone_can_be_asked():
    agreement = AgreementFactory()
    first, second = version(agreement, 5, EVE), version(agreement, 7, DAY)
    batches = Batch.objects.filter(pk=first.batch.pk)

    assert list(agreements_of(CONTRACT, batches, on=MORROW)) == [first]
    assert list(history_of(agreement)) == [second, first]


def test_the_newest_come_first_and_those_without_a_day_last():
    days = [None, date(2026, 4, 1), date(2026, 5, 1), date(2026, 4, 1)]
    made = [VersionFactory(starts_on=day) for day in days]

    found = list(newest_first(AgreementVersion.objects.all()))

    assert found == [made[2], made[3], made[1], made[0]]


def test_what_was_made_in_a_period_was_awarded_or_begun_in_it():
    first, last = date(2026, 4, 1), date(2026, 4, 30)
    came = BatchFactory(known_from=last)
    inside = [
        VersionFactory(awarded_on=first),
        VersionFactory(starts_on=last),
        VersionFactory(awarded_on=last, starts_on=date(2026, 5, 1)),
        VersionFactory(agreement__batch=came),
    ]
    VersionFactory(awarded_on=date(2026, 3, 31), starts_on=first)
    VersionFactory(starts_on=date(2026, 5, 1))
    VersionFactory()

    assert set(made_between(AgreementVersion.objects.all(), first, last)) == set(inside)


def test_what_is_in_force_has_begun_and_not_ended():
    inside = [
        VersionFactory(starts_on=DAY, first_end_on=DAY),
        VersionFactory(),
        VersionFactory(first_end_on=EVE, current_end_on=DAY),
    ]
    VersionFactory(starts_on=MORROW)
    VersionFactory(first_end_on=EVE)

    assert set(in_force_on(AgreementVersion.objects.all(), DAY)) == set(inside)


def test_totals_are_exact_and_count_what_states_no_amount():
    assert totals(agreements_known(CONTRACT, DAY)) == Totals(0, Decimal("0.00"), 0)
    for amount in ["99999999999.99", "-0.01", None]:
        version(AgreementFactory(), amount and Decimal(amount), DAY)

    assert totals(agreements_known(CONTRACT, DAY)) == Totals(3, Decimal("99999999999.98"), 1)


def test_what_is_known_of_a_publisher_is_what_speaks_and_the_names_of_the_rest():
    spoken, undone = AgreementFactory(occurrence=2), AgreementFactory()
    said = version(spoken, 5, DAY)
    version(undone, 5, DAY, state=BatchState.UNDONE)
    version(AgreementFactory(publisher="Tarnside"), 5, DAY)

    assert known_agreements(CONTRACT, "Wexmoor Council", on=DAY) == [
        Known(spoken.pk, spoken.identity, 2, said.fingerprint),
        Known(undone.pk, undone.identity, 1, ""),
    ]


@pytest.mark.engine("sqlite")  # PostgreSQL counts before it plans
@pytest.mark.parametrize("said", [agreements_known, agreements_as_at])
def test_no_reading_of_a_day_looks_through_every_row_for_those_that_repeat_another(said):
    plan = said(CONTRACT, DAY).select_related(None).explain()

    assert "SCAN" not in plan, plan
