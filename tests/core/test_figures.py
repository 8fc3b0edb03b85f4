from datetime import date
from decimal import Decimal

import pytest

from almoner.core.figures import (
    Unit,
    UnknownFigure,
    declare_figure,
    figures,
    in_words,
    is_figure,
    label_of,
    read_figure,
    resolved,
)
from almoner.core.periods import parse_year

ON = date(2021, 10, 4)


@pytest.fixture(autouse=True)
def _some(monkeypatch):
    """Two figures, for a test."""
    monkeypatch.setattr("almoner.core.figures.figures", {**figures}, raising=True)
    declare_figure("boats.afloat", label="Boats", unit=Unit.COUNT, source="A count")(boats)
    declare_figure(
        "fares", label="Fares in %(of)s", unit=Unit.POUNDS, source="A sum", takes=parse_year
    )(fares)


def boats(_parameter, on):
    return on.day


def fares(year, _on):
    return Decimal("53600000.00") if year == "2019-20" else None


def test_a_figure_is_read_as_at_a_day_and_says_where_it_comes_from():
    reading = read_figure("boats.afloat", on=ON)

    assert (reading.value, reading.words, reading.label, reading.as_at) == (4, "4", "Boats", ON)
    assert reading.figure.name == "tests.core.test_figures.boats"


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("fares.year-before", "fares.2019-20"),
        ("fares.last-year", "fares.2020-21"),
        ("fares.this-year", "fares.2021-22"),
        ("fares.2019-20", "fares.2019-20"),
        ("boats.last-quarter", "boats.2021-22-Q2"),
    ],
)
def test_a_place_is_called_by_its_own_name_on_a_day(place, key):
    assert resolved(place, on=ON) == key


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("fares.2011-12", "Fares in 2011-12"),
        ("tides.2021-22-Q2", "Tides of 2021-22, quarter 2"),
        ("tides.2021-10-04", "Tides of 4 October 2021"),
    ],
)
def test_a_label_says_quarters_and_days_in_words(key, label):
    about = {"label": "Tides of %(of)s", "unit": Unit.COUNT, "source": "A count", "takes": str}
    declare_figure("tides", **about)(boats)

    assert label_of(key) == label


def test_a_figure_is_read_by_its_place():
    reading = read_figure("fares.year-before", on=ON)

    assert (reading.key, reading.label) == ("fares.2019-20", "Fares in 2019-20")
    assert reading.words == "£53.6m"
    assert not read_figure("fares.last-year", on=ON).is_recorded


@pytest.mark.parametrize(
    "key", ["", "boats", "boats.afloat.2019-20", "fares", "fares.2019-21", "fares.last-quarter"]
)
def test_what_nobody_declared_is_no_figure(key):
    assert not is_figure(key)
    with pytest.raises(UnknownFigure):
        label_of(key)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (Decimal(62600000), Unit.POUNDS, "£62.6m"),
        (Decimal(-1250000), Unit.POUNDS, "-£1.2m"),
        (Decimal("999999.49"), Unit.POUNDS, "£999,999"),
        (1204, Unit.COUNT, "1,204"),
        (Decimal("84.50"), Unit.SHARE, "84.5%"),
        (date(2021, 9, 23), Unit.DAY, "23 September 2021"),
        ("quarter", Unit.WORDS, "quarter"),
        (None, Unit.COUNT, ""),
    ],
)
def test_values_are_written_as_officials_write_them(value, unit, words):
    assert in_words(value, unit) == words
