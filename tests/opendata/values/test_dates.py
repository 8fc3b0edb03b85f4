from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.values import NOTHING, Said, Unreadable, order_of, read_date
from almoner.opendata.values.dates import EARLIEST, EXCEL_EPOCH, LATEST

DAYS = st.dates(EARLIEST, LATEST)
WAYS = (
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.000Z",
    "%Y-%m-%d %H:%M:%S+01:00",
    "%Y-%m-%dZ",
    "%Y/%m/%d",
    "%Y%m%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d %m %Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %I:%M:%S %p",
    "%d-%b-%Y",
    "%d %B %Y",
    "%dth %B %Y",
    "%d%b%Y",
    "%d%b%Y:00:00:00",
    "%A %d %B %Y",
    "%a, %dst of %b, %Y",
    "%B %d, %Y",
    "%b-%d-%Y",
    "%Y-%b-%d",
    "\xa0%d/%m/%Y\u2009",
)


@pytest.mark.parametrize("way", WAYS)
@given(day=DAYS)
def test_every_day_is_read_back_from_each_way_of_writing_it(way, day):
    assert read_date(day.strftime(way)) == Said(day)


@given(st.dates(date(1969, 1, 1), date(2068, 12, 31)))
def test_two_figures_of_a_year_stand_for_the_hundred_years_from_1969(day):
    assert read_date(day.strftime("%d/%m/%y")) == Said(day)
    assert read_date(day.strftime("%d-%b-%y")) == Said(day)


@given(st.dates(date(1954, 10, 3), date(2099, 12, 31)))
def test_every_day_is_read_back_from_the_number_that_excel_gives_it(day):
    serial = (day - EXCEL_EPOCH) // timedelta(days=1)

    assert read_date(str(serial)) == Said(day, "excel-serial-date")
    assert read_date(f"{serial}.5") == Said(day, "excel-serial-date")


@given(DAYS)
def test_every_day_is_read_back_with_the_month_first(day):
    assert read_date(day.strftime("%m/%d/%Y"), month_first=True) == Said(day)


@pytest.mark.parametrize(
    "text", ["Apr-13", "April 2013", "APR 2013", "Apr '13", "2013-04", "04/2013", "2013 April"]
)
def test_a_month_alone_is_read_as_its_first_day(text):
    assert read_date(text) == Said(date(2013, 4, 1), "month-only-date")


@pytest.mark.parametrize(
    ("text", "month_first", "day"),
    [
        ("4/14/2023", False, date(2023, 4, 14)),
        ("14/04/2023", True, date(2023, 4, 14)),
        ("2013-31-12", False, date(2013, 12, 31)),
    ],
)
def test_a_date_possible_only_the_other_way_round_is_read_so(text, month_first, day):
    said = read_date(text, month_first=month_first)

    assert said == Said(day, "date-other-way-round")


@pytest.mark.parametrize("text", ["", " ", "-", "n/a", "Not known", "#N/A"])
def test_a_cell_with_nothing_to_say_has_no_date_and_needs_no_repair(text):
    assert read_date(text) == NOTHING


@pytest.mark.parametrize(
    "text", ["TBC", "T.B.A.", "tbc - subject to planning", "Ongoing", "Open-ended", "Annual"]
)
def test_a_date_that_is_promised_is_left_out_and_said_so(text):
    assert read_date(text) == Said(None, "date-not-stated")


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2020",
        "31/04/2020",
        "02/30/2020",
        "00/01/1900",
        "30/12/1899",
        "1900-01-01",
        "9999-12-31",
        "20130231",
        "31 Feb 2020",
        "13/2013",
        "00/2013",
        "0000-00-00",
    ],
)
def test_a_day_that_cannot_be_is_refused(text):
    with pytest.raises(Unreadable) as refused:
        read_date(text)

    assert refused.value.code == "date-impossible"
    assert str(refused.value) == f"“{text}” cannot be the day: check its day, month and year."


@pytest.mark.parametrize(
    "text",
    [
        "2013",
        "2012/13",
        "2013-14",
        "2011-12",  # a financial year as likely as December
        "Month 3 2013",
        "Q1 2013",
        "02/04/213",
        "19999",
        "73051",
        "0",
        "1234.56",
        "01/04/2013 25:00",
        "01/04/2013 to 31/03/2014",
        "٠٢/٠٤/٢٠١٣",
        "Acme Limited",
        "1" * 100_000,
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Unreadable) as refused:
        read_date(text)

    assert refused.value.code == "date-unreadable"


@pytest.mark.parametrize(
    ("texts", "is_month_first"),
    [
        ([], False),
        (["01/02/2020", "2020-01-31", "TBC"], False),
        (["01/02/2020", "04/14/2023 00:00"], True),
        (["04/14/2023", "14/04/2023"], False),
        (["04/14/2023", "9" * 1000], True),
    ],
)
def test_a_column_has_the_month_first_only_if_some_date_must_and_none_cannot(texts, is_month_first):
    assert order_of(texts) is is_month_first
