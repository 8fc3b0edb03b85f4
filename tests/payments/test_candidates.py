from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.organisations.groups import Groups
from almoner.payments.candidates import (
    GRACE,
    Asked,
    Candidate,
    Candidates,
    PaymentRow,
    Terms,
    words_in,
)
from almoner.payments.states import Basis
from tests.factories import DAY

OURS, THEIRS = 1, 2
LAST = DAY + timedelta(days=30)


def terms(agreement=7, *, organisation=OURS, starts_on=DAY, ends_on=LAST, reference=""):
    return Terms(agreement, organisation, starts_on, ends_on, words_in(reference))


def row(*, organisation=OURS, paid_on=DAY, amount=Decimal(500), **words):
    said = {"payer": "", "category": "", "purpose": "", "document_reference": ""} | words
    return PaymentRow(1, organisation, paid_on, amount, **said)


def asked(**conditions):
    plain = {"organisation": None, "words": (), "at_least": None, "at_most": None}
    return Asked(3, 7, **(plain | {"from_day": None, "to_day": None} | conditions))


def found(payment, *known, rules=()):
    return [(one.agreement, one.basis) for one in Candidates(known, rules).of(payment)]


@pytest.mark.parametrize(
    ("paid_on", "is_found"),
    [
        (DAY - timedelta(days=1), False),
        (DAY, True),
        (LAST + GRACE, True),
        (LAST + GRACE + timedelta(days=1), False),
    ],
)
def test_an_organisations_only_agreement_is_found_from_its_start_to_90_days_after_its_end(
    paid_on, is_found
):
    assert found(row(paid_on=paid_on), terms()) == [(7, Basis.DAYS)] * is_found


def test_of_two_agreements_on_a_day_neither_is_found_by_it():
    assert found(row(), terms(7), terms(8)) == []


def test_an_agreement_without_any_day_is_not_found_by_days():
    assert found(row(), terms(starts_on=None, ends_on=None)) == []


def test_a_day_that_is_not_stated_is_no_limit():
    assert found(row(paid_on=date(1999, 1, 1)), terms(starts_on=None)) == [(7, Basis.DAYS)]


def test_a_payment_to_nobody_known_is_not_found_by_days():
    assert found(row(organisation=None), terms(organisation=None)) == []


@pytest.mark.parametrize("column", ["purpose", "document_reference"])
def test_a_reference_that_stands_in_the_payment_is_found_however_it_is_written(column):
    payment = row(organisation=THEIRS, **{column: "Inv. 7 for ps 2023-014, part"})

    assert found(payment, terms(reference="PS/2023/014")) == [(7, Basis.REFERENCE)]


@pytest.mark.parametrize("text", ["PS/2023/0145", "XPS/2023/014", "2023/014", ""])
def test_a_part_of_a_reference_is_not_the_reference(text):
    assert found(row(organisation=THEIRS, purpose=text), terms(reference="PS/2023/014")) == []


@pytest.mark.parametrize("reference", ["C-7", "Shelter"])
def test_a_reference_that_stands_by_chance_counts_only_for_its_own_organisation(reference):
    known = terms(reference=reference, starts_on=None, ends_on=None)

    theirs = found(row(organisation=THEIRS, purpose=f"about {reference}"), known)
    ours = found(row(purpose=f"about {reference}"), known)

    assert (theirs, ours) == ([], [(7, Basis.REFERENCE)])


def test_several_candidates_are_all_given_the_strongest_first():
    payment = row(purpose="PS/2023/014 shelter")
    known = [
        terms(5),
        terms(6, organisation=THEIRS, reference="PS/2023/014"),
        terms(7, organisation=THEIRS),
    ]

    assert found(payment, *known, rules=[asked(words=(("purpose", "shelter"),))]) == [
        (7, Basis.RULE),
        (6, Basis.REFERENCE),
        (5, Basis.DAYS),
    ]


def test_an_agreement_that_two_things_point_at_is_given_once():
    payment = row(purpose="PS/2023/014", document_reference="PS/2023/014")

    assert Candidates([terms(reference="PS/2023/014")], []).of(payment) == [
        Candidate(7, Basis.REFERENCE)
    ]


@pytest.mark.parametrize(
    ("conditions", "is_answered"),
    [
        ({"organisation": OURS}, True),
        ({"organisation": THEIRS}, False),
        ({"words": (("category", "night shelter"),)}, True),
        ({"words": (("category", "night shelters"),)}, False),
        ({"organisation": OURS, "words": (("payer", "elsewhere"),)}, False),
        ({"organisation": OURS, "at_least": Decimal(500), "at_most": Decimal(500)}, True),
        ({"organisation": OURS, "at_least": Decimal("500.01")}, False),
        ({"organisation": OURS, "at_most": Decimal("499.99")}, False),
        ({"organisation": OURS, "from_day": DAY, "to_day": DAY}, True),
        ({"organisation": OURS, "from_day": DAY + timedelta(days=1)}, False),
        ({"organisation": OURS, "to_day": DAY - timedelta(days=1)}, False),
    ],
)
def test_a_rule_is_answered_by_what_meets_every_condition(conditions, is_answered):
    payment = row(category="A NIGHT   Shelter")
    known = terms(starts_on=None, ends_on=None)

    assert found(payment, known, rules=[asked(**conditions)]) == [(7, Basis.RULE)] * is_answered


def test_a_rule_for_an_agreement_that_is_not_known_proposes_nothing():
    assert found(row(), rules=[asked(organisation=OURS)]) == []


def test_organisations_that_are_one_have_their_payments_agreements_and_rules_in_common():
    groups = Groups({OURS: 31, THEIRS: 31})
    known = terms(organisation=THEIRS)

    by_days = Candidates([known], [], groups).of(row(organisation=OURS))
    rule = asked(organisation=31)
    by_rule = Candidates([known], [rule], groups).of(row(organisation=OURS))

    assert by_days == [Candidate(7, Basis.DAYS)]
    assert by_rule == [Candidate(7, Basis.RULE, rule.key)]
    assert Candidates([known], []).of(row(organisation=OURS)) == []


def test_of_two_agreements_of_organisations_that_are_one_neither_is_found_by_its_days():
    groups = Groups({THEIRS: OURS})
    both = [terms(3, organisation=OURS), terms(4, organisation=THEIRS)]

    assert Candidates(both, [], groups).of(row()) == []


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_a_payment_and_a_reference_say_the_reference_stands_in_a_text_that_has_it(a, b):
    payment = row(purpose=f"{a} AB-12345 {b}")

    assert (7, Basis.REFERENCE) in found(payment, terms(reference="ab 12345"))
