"""What readers may narrow a register by, and the orders they may read it in."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from almoner.agreements.asked_for import (
    Selection,
    Standing,
    agreements_selected,
    in_order,
    standing_on,
)
from almoner.agreements.queries import agreements_known
from almoner.agreements.states import AgreementKind
from almoner.core.periods import FinancialYear
from almoner.organisations.models import Organisation
from almoner.search.operations import rebuild_index
from tests.factories import DAY, VersionFactory

pytestmark = pytest.mark.django_db
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def found(**asked):
    known = agreements_known(AgreementKind.CONTRACT, DAY)
    return set(agreements_selected(known, Selection(**asked), on=DAY))


def test_without_a_word_everything_is_found():
    everything = {VersionFactory(), VersionFactory()}

    assert found() == everything


@pytest.mark.parametrize(
    ("starts_on", "current_end_on", "standing"),
    [
        (None, None, Standing.IN_FORCE),
        (DAY, DAY, Standing.IN_FORCE),
        (AFTER, None, Standing.NOT_BEGUN),
        (AFTER, AFTER, Standing.NOT_BEGUN),
        (None, BEFORE, Standing.ENDED),
        (BEFORE, BEFORE, Standing.ENDED),
        (AFTER, BEFORE, Standing.NOT_BEGUN),
    ],
)
def test_how_an_agreement_stands_is_one_thing_and_the_filter_says_the_same(
    starts_on, current_end_on, standing
):
    version = VersionFactory(starts_on=starts_on, current_end_on=current_end_on)

    assert standing_on(version, DAY) == standing
    assert [one for one in Standing if found(standing=one)] == [standing]


def test_it_is_narrowed_by_year_amount_organisation_and_text():
    wanted = VersionFactory(
        amount=Decimal(500),
        awarded_on=date(2025, 4, 1),
        said={"reference": "C-1", "title": "Doors", "department": "Victims and Witnesses"},
    )
    VersionFactory(amount=None, awarded_on=date(2025, 3, 31), said={"department": "Estates"})

    assert found(year=FinancialYear(2025)) == {wanted}
    assert found(at_least=Decimal(500), at_most=Decimal(500)) == {wanted}
    assert found(at_least=Decimal("500.01")) == set()
    theirs = Organisation.objects.filter(pk=wanted.organisation_id)
    assert found(organisations=theirs) == {wanted}
    assert found(texts={"department": "victims and"}) == {wanted}
    assert found(texts={"department": "victims", "area": "Fellgate"}) == set()


def test_it_is_found_by_words_and_by_its_reference():
    doors = VersionFactory(said={"title": "Doors"})
    VersionFactory(said={"title": "Locks"})
    rebuild_index("agreements.agreement")

    assert found(words="doors") == {doors}
    assert found(words=str(doors.agreement).lower()) == {doors}
    assert found(words="submarine") == set()


@pytest.mark.parametrize("sort", ["made", "party", "amount", "ends"])
def test_every_order_can_be_turned_and_what_states_nothing_comes_last_in_both(sort):
    stated = {"awarded_on": DAY, "first_end_on": DAY, "amount": Decimal(1)}
    low = VersionFactory(**stated, organisation_name="A Trust")
    later = {"awarded_on": AFTER, "first_end_on": AFTER, "amount": Decimal(2)}
    high = VersionFactory(**later, organisation_name="B Trust")
    rest = [] if sort == "party" else [VersionFactory(amount=None, organisation_name="C")]

    known = agreements_known(AgreementKind.CONTRACT, DAY)
    assert list(in_order(known, sort)) == [low, high, *rest]
    assert list(in_order(known, f"-{sort}")) == [high, low, *rest]


def test_it_is_narrowed_by_what_the_register_answers_with_yes_or_no():
    small = VersionFactory(said={"supplier_sme": True, "process": "Open tender"})
    large = VersionFactory(said={"supplier_sme": False, "process": "Quotation"})
    VersionFactory(said={})

    assert found(answers={"supplier_sme": True}) == {small}
    assert found(answers={"supplier_sme": False}) == {large}
    assert found(answers={"supplier_sme": True}, texts={"process": "quotation"}) == set()
    assert found(texts={"process": "TENDER"}) == {small}
