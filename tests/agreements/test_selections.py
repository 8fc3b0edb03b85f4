from datetime import date, timedelta
from decimal import Decimal

import pytest

from almoner.accounts.roles import Role
from almoner.agreements.selections import (
    Selection,
    agreements_selected,
    departments_known,
    has_agreements,
    publishers_known,
    registers_on,
    stewards_in_use,
)
from almoner.agreements.states import AgreementKind
from almoner.core.states import BatchState
from almoner.search.operations import index_entries
from tests.factories import (
    DAY,
    LONG_AGO,
    NOON,
    BatchFactory,
    StewardshipFactory,
    TermsFactory,
    UserFactory,
    VersionFactory,
    official,
)
from tests.guard import arranging

pytestmark = pytest.mark.django_db


def found(**said):
    versions = agreements_selected(Selection(on=DAY, **said))
    return {version.agreement for version in versions}


def test_each_thing_that_is_said_narrows():
    contract = VersionFactory(
        amount=Decimal(5000),
        said={"title": "A night shelter", "department": "Victims"},
        starts_on=DAY,
        current_end_on=DAY + timedelta(days=40),
    ).agreement
    grant = VersionFactory(
        agreement__kind=AgreementKind.GRANT,
        agreement__publisher="The chief officer",
        amount=None,
        starts_on=DAY + timedelta(days=1),
    ).agreement

    assert found() == {contract, grant}
    assert found(kind=AgreementKind.GRANT) == {grant}
    assert found(publisher="The chief officer") == {grant}
    assert found(department="Victims") == {contract}
    assert found(is_in_force=True) == {contract}
    assert found(ends_within_months=3) == {contract}
    assert found(ends_within_months=1) == set()
    assert found(at_least=Decimal(5000)) == {contract}
    assert found(below=Decimal(5000)) == set()
    assert found(states_no_amount=True) == {grant}
    assert found(words=grant.reference.lower()) == {grant}


def test_words_find_what_the_index_says_of_an_agreement():
    from almoner.agreements.search import entry_of_agreement

    version = VersionFactory(said={"title": "Mentors at the prison gate"})
    VersionFactory()
    with arranging():
        index_entries([entry_of_agreement(version)])

    assert found(words="prison mentors") == {version.agreement}
    assert found(words="dragons") == set()


def test_whose_it_is_counts_only_those_who_still_hold_the_role():
    hugo = official(Role.AGREEMENT_MANAGER)
    his, left = StewardshipFactory(manager=hugo), StewardshipFactory(manager=UserFactory())
    free = VersionFactory().agreement

    assert found(manager=hugo) == {his.agreement}
    assert found(is_looked_after=True) == {his.agreement}
    assert found(is_looked_after=False) == {left.agreement, free}
    assert set(stewards_in_use(DAY)) == {hugo, left.manager}


def test_the_end_that_its_manager_set_counts():
    version = VersionFactory(first_end_on=DAY - timedelta(days=1))
    TermsFactory(agreement=version.agreement, ends_on=DAY + timedelta(days=10))

    assert found(ends_within_months=3, is_in_force=True) == {version.agreement}


def test_as_at_a_day_speaks_what_was_known_then_and_as_now_known_what_is_known_now():
    version = VersionFactory(amount=Decimal(100))
    later = BatchFactory(
        kind="contracts", known_from=LONG_AGO.date(), recorded_at=NOON + timedelta(days=9)
    )
    VersionFactory(agreement=version.agreement, batch=later, amount=Decimal(900))

    then = registers_on(DAY, is_as_at=True)
    now = registers_on(DAY, is_as_at=False)

    assert [one.amount for one in then] == [100]
    assert [one.amount for one in now] == [900]


def test_who_managed_it_on_a_past_day_is_as_was_known_then():
    stewardship = StewardshipFactory(recorded_at=NOON + timedelta(days=9))

    assert found(manager=stewardship.manager) == set()
    assert found(manager=stewardship.manager, is_as_at=False) == {stewardship.agreement}


def test_only_what_live_imports_name_is_offered_to_choose():
    VersionFactory(said={"department": "Victims"})
    VersionFactory(
        agreement__batch=BatchFactory(state=BatchState.UNDONE),
        agreement__publisher="Nobody",
        said={"department": "Undone"},
    )

    assert departments_known() == ["Victims"]
    assert publishers_known() == ["Wexmoor Council"]
    assert has_agreements()


def test_ending_within_three_months_is_up_to_the_same_day_of_the_month():
    last = VersionFactory(first_end_on=date(2026, 6, 4)).agreement
    VersionFactory(first_end_on=date(2026, 6, 5))

    assert found(ends_within_months=3) == {last}
