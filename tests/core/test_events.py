from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest

from almoner.core.events import (
    AMOUNT,
    COUNT,
    DAY,
    DIGEST,
    PERIOD,
    REFERENCE,
    BadFact,
    EventKind,
    one_of,
)


class Colour(StrEnum):
    RED = "red"


class Sample(EventKind):
    PLAIN = "sample.plain"
    FULL = "sample.full", {"value": AMOUNT, "colour": one_of(Colour)}


def test_a_kind_is_its_own_word():
    assert Sample.PLAIN == "sample.plain"
    assert Sample("sample.full") is Sample.FULL


def test_facts_are_written_in_their_shapes():
    facts = Sample.FULL.facts({"value": Decimal("12.3"), "colour": Colour.RED})

    assert facts == {"value": "12.30", "colour": "red"}


@pytest.mark.parametrize(
    ("shape", "fact", "written"),
    [
        (REFERENCE, "PCD-2026-014", "PCD-2026-014"),
        (REFERENCE, "PER-7QX2MHW4PC", "PER-7QX2MHW4PC"),
        (AMOUNT, Decimal("-0.5"), "-0.50"),
        (COUNT, 470_578, "470578"),
        (DAY, date(2024, 2, 29), "2024-02-29"),
        (PERIOD, "2026-27-Q1", "2026-27-Q1"),
        (DIGEST, "a" * 64, "a" * 64),
    ],
)
def test_each_shape_takes_what_it_is_for(shape, fact, written):
    assert shape.write(fact) == written


@pytest.mark.parametrize("shape", [REFERENCE, AMOUNT, COUNT, DAY, PERIOD, DIGEST, one_of(Colour)])
@pytest.mark.parametrize(
    "prose",
    [
        "Lena Ortiz",
        "Lena",
        "lena.ortiz",
        "lena@example.test",
        "She moved house",
        "020 7946 0000",
        "",
    ],
)
def test_no_shape_takes_a_name_a_contact_or_a_sentence(shape, prose):
    with pytest.raises(BadFact):
        shape.write(prose)


@pytest.mark.parametrize(
    "given",
    [{}, {"value": Decimal(1)}, {"value": Decimal(1), "colour": "red", "why": "because"}],
    ids=["none", "one missing", "one too many"],
)
def test_a_kind_takes_the_facts_it_declared_and_no_others(given):
    with pytest.raises(BadFact, match="sample.full takes"):
        Sample.FULL.facts(given)


def test_a_bad_fact_is_named():
    with pytest.raises(BadFact, match="sample.full, colour: 'blue' is not a code: red"):
        Sample.FULL.facts({"value": Decimal(1), "colour": "blue"})


def test_a_moment_is_not_a_day():
    with pytest.raises(BadFact, match="A moment is not a day"):
        DAY.write(datetime(2026, 3, 4, tzinfo=UTC))
