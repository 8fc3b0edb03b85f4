from decimal import Decimal

import pytest
from msgspec import ValidationError, convert

from almoner.framework.conditions import Condition, all_hold, in_words


def condition(field, comparison, value):
    said = {"field": field, "comparison": comparison, "value": value}
    return convert(said, type=Condition)


@pytest.mark.parametrize(
    ("said", "fact", "holds"),
    [
        (("value", "at-least", 10_000), Decimal("9999.99"), False),
        (("value", "at-least", 10_000), Decimal("10000.00"), True),
        (("value", "over", 10_000), Decimal(10_000), False),
        (("value", "over", 10_000), Decimal("10000.01"), True),
        (("value", "at-most", 10_000), 10_000, True),
        (("value", "at-most", 10_000), Decimal("10000.01"), False),
        (("value", "below", 10_000), Decimal("9999.99"), True),
        (("value", "below", 10_000), 10_000, False),
        (("months", "is", 12), 12, True),
        (("months", "is-not", 12), 12, False),
        (("is-novel", "is", True), True, True),
        (("is-novel", "is", True), False, False),
        (("is-light-touch", "is", False), False, True),
        (("instrument", "one-of", ["grant", "change"]), "change", True),
        (("instrument", "one-of", ["grant", "change"]), "contract", False),
        (("instrument", "is-not", "grant"), "contract", True),
    ],
)
def test_a_condition_holds_by_the_fact_it_asks_about(said, fact, holds):
    assert condition(*said).holds({said[0]: fact}) is holds


@pytest.mark.parametrize("comparison", ["is", "is-not", "at-least", "below"])
def test_what_is_not_known_makes_no_condition_hold(comparison):
    assert not condition("risk-score", comparison, 15).holds({"value": 20})


def test_all_of_no_conditions_hold():
    assert all_hold((), {})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("value", "at-least", 10_000), "the value is at least £10,000"),
        (("change-percent", "over", 10), "the change in value is more than 10%"),
        (("months-added", "at-most", 1), "the time added is at most 1 month"),
        (("is-light-touch", "is", True), "the services are light-touch"),
        (("is-light-touch", "is", False), "the services are not light-touch"),
        (("risk-score", "below", 15), "the highest risk score is less than 15"),
        (
            ("instrument", "one-of", ["grant", "contract"]),
            "the instrument is one of grant, contract",
        ),
        (("instrument", "is", "grant"), "the instrument is grant"),
    ],
)
def test_a_condition_is_said_in_words(said, words):
    assert str(condition(*said)) == words


def test_several_conditions_are_one_sentence():
    both = condition("value", "below", 5), condition("is-novel", "is", value=True)

    assert in_words(both) == (
        "the value is less than £5 and the case is novel, contentious or likely to set a precedent"
    )


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        (("is-novel", "below", 3), 'is-novel is true or false. Write comparison = "is".'),
        (("is-novel", "is", 1), "is-novel is true or false. Write one of these."),
        (("instrument", "below", "grant"), "instrument is a word. Compare it by: is, is-not"),
        (("instrument", "is", "gift"), "Write one of: grant, contract, change."),
        (("instrument", "one-of", "grant"), "Write a list of some of: grant, contract"),
        (("instrument", "one-of", ["gift"]), "Write a list of some of: grant, contract"),
        (("value", "one-of", ["1"]), "value is a number. Compare it by: is, is-not, at-least"),
        (("value", "is", True), "value is a number. Write it whole, without a comma."),
        (("value", "is", "10,000"), "value is a number. Write it whole, without a comma."),
        (("value", "is", -1), "value is a number. Write it whole, without a comma."),
    ],
)
def test_a_condition_that_means_nothing_is_refused(said, remedy):
    with pytest.raises(ValidationError, match=remedy.replace("(", r"\(")):
        condition(*said)
