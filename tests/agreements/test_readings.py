"""On which days a version speaks: what is kept says what comparing all versions would say."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.agreements.models import FOR_EVER, AgreementVersion
from almoner.agreements.queries import agreements_as_at, agreements_known, live_versions, speaking
from almoner.agreements.readings import Live, days_of_all
from almoner.agreements.states import AgreementKind
from almoner.core.batches import make_live, make_undone
from almoner.core.moments import LONDON, end_of
from almoner.core.states import BatchState
from tests.factories import DAY, AgreementFactory, BatchFactory, VersionFactory
from tests.guard import arranging

CONTRACT = AgreementKind.CONTRACT
DAYS = [DAY + timedelta(days=n) for n in range(-1, 6)]


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=5
    )  # known from, and recorded, so many days on
)
def test_of_any_history_the_same_version_speaks_on_every_day_as_by_comparing_all(history):
    versions = [
        Live(DAY + timedelta(days=known), noon(DAY + timedelta(days=recorded)), pk)
        for pk, (known, recorded) in enumerate(history)
    ]
    days = days_of_all(versions)

    for day in DAYS:
        known = [one for one in versions if one.known_from <= day]
        told = [one for one in known if one.recorded_at < end_of(day)]
        assert [pk for pk, d in days.items() if covers(d.known_from, d.known_to, day)] == last(
            known
        )
        assert [pk for pk, d in days.items() if covers(d.told_from, d.told_to, day)] == last(told)


def covers(first, end, day):
    return first is not None and first <= day < end


def last(versions):
    return [max(versions).pk] if versions else []


def by_comparing(day, *, is_as_at):
    versions = live_versions(CONTRACT)
    if is_as_at:
        versions = versions.filter(batch__recorded_at__lt=end_of(day))
    return set(speaking(versions, on=day).values_list("pk", flat=True))


@pytest.mark.django_db
def test_the_database_says_on_every_day_what_comparing_all_versions_says():
    twice, once = AgreementFactory(), AgreementFactory()
    for agreement, known, recorded in [(twice, 0, 0), (twice, 3, 1), (twice, 1, 4), (once, 2, 3)]:
        batch = BatchFactory(
            kind="contracts",
            known_from=DAY + timedelta(days=known),
            recorded_at=noon(DAY + timedelta(days=recorded)),
        )
        VersionFactory(agreement=agreement, batch=batch)

    for day in DAYS:
        as_at = set(agreements_as_at(CONTRACT, day).values_list("pk", flat=True))
        known = set(agreements_known(CONTRACT, day).values_list("pk", flat=True))
        assert as_at == by_comparing(day, is_as_at=True), day
        assert known == by_comparing(day, is_as_at=False), day


def staged_after(version):
    """Another version of the same agreement, in a batch that nobody sees yet."""
    batch = BatchFactory(kind="contracts", state=BatchState.STAGED, known_from=None)
    return VersionFactory(agreement=version.agreement, batch=batch)


def spoken(day=date.max):
    return list(agreements_known(CONTRACT, day))


@pytest.mark.django_db
def test_a_batch_speaks_once_it_is_live_and_what_was_before_speaks_again_once_it_is_undone():
    before = VersionFactory()
    after = staged_after(before)
    assert spoken() == [before]

    with arranging():
        live = make_live(after.batch, known_from=DAY)
    assert (spoken(), spoken(DAY - timedelta(days=1))) == ([after], [before])

    with arranging():
        make_undone(live)
    assert spoken() == [before]
    gone, stays = AgreementVersion.objects.order_by("-pk")
    assert (gone.known_from, gone.told_from) == (None, None)
    assert (stays.known_to, stays.told_to) == (FOR_EVER, FOR_EVER)


@pytest.mark.django_db
def test_grants_and_contracts_are_told_apart():
    contract, grant = VersionFactory(), VersionFactory(agreement__kind=AgreementKind.GRANT)

    assert spoken() == [contract]
    assert list(agreements_as_at(AgreementKind.GRANT, date.max)) == [grant]
