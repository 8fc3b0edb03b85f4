from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.cells import LARGEST, Unreadable, read_amount, read_day

PENCE = st.integers(-int(LARGEST * 100), int(LARGEST * 100))
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12700000.00", "12700000.00"),
        ("1,234.5", "1234.50"),
        ("£1,234", "1234.00"),
        ("(9,250.10)", "-9250.10"),
        ("(£250)", "-250.00"),
        ("-£5", "-5.00"),
        ("£-5", "-5.00"),
        ("5.25-", "-5.25"),
        ("+5", "5.00"),
        (" 1 234.56 ", "1234.56"),
        (".5", "0.50"),
        ("5.", "5.00"),
        ("12.3400", "12.34"),
        ("-0.00", "0.00"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_an_amount_is_read_however_it_is_written(text, amount):
    assert str(read_amount(text)) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount-unreadable"),
        ("-", "amount-unreadable"),
        (".", "amount-unreadable"),
        ("n/a", "amount-unreadable"),
        ("12.34.56", "amount-unreadable"),
        ("1,23", "amount-unreadable"),
        ("(-5)", "amount-unreadable"),
        ("1.23E+05", "amount-unreadable"),
        ("NaN", "amount-unreadable"),
        ("#REF!", "amount-unreadable"),
        ("١٢", "amount-unreadable"),
        ("0.125", "amount-finer-than-a-penny"),
        ("1000000000000", "amount-too-large"),
    ],
)
def test_what_is_no_amount_is_refused_with_a_remedy(text, code):
    with pytest.raises(Unreadable) as refused:
        read_amount(text)

    assert refused.value.code == code
    assert refused.value.remedy.endswith(".")


@given(PENCE)
def test_every_amount_comes_back_from_each_way_of_writing_it(pence):
    pounds = Decimal(pence).scaleb(-2)

    ways = [f"{pounds:.2f}", f"{pounds:,.2f}", f"£{pounds:,.2f}"]
    ways += [f"({abs(pounds):,.2f})", f"{abs(pounds)}-"] if pounds < 0 else []

    assert {read_amount(way) for way in ways} == {pounds}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2013-04-02", date(2013, 4, 2)),
        ("2013/04/02", date(2013, 4, 2)),
        ("2013-04-02 00:00:00", date(2013, 4, 2)),
        ("2013-04-02T00:00:00.000", date(2013, 4, 2)),
        ("02/04/2013", date(2013, 4, 2)),
        ("02/04/2013 00:00", date(2013, 4, 2)),
        ("2.4.13", date(2013, 4, 2)),
        ("2 April 2013", date(2013, 4, 2)),
        ("02-Apr-13", date(2013, 4, 2)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_with_the_day_first(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date-unreadable"),
        ("13/13/2013", "date-unreadable"),
        ("29/02/2023", "date-unreadable"),
        ("41366", "date-unreadable"),
        ("2 Foo 2013", "date-unreadable"),
        ("April 2013", "date-unreadable"),
        ("01/01/1900", "date-out-of-range"),
        ("2213-04-02", "date-out-of-range"),
    ],
)
def test_what_is_no_day_is_refused(text, code):
    with pytest.raises(Unreadable) as refused:
        read_day(text)

    assert refused.value.code == code


@given(DAYS)
def test_every_day_comes_back_from_each_way_of_writing_it(day):
    ways = [day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}-{day:%b-%Y}", f"{day.day} {day:%B %Y}"]

    assert {read_day(way) for way in ways} == {day}
