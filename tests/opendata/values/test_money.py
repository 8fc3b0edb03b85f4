from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.values import NOTHING, Said, Unreadable, read_money
from almoner.opendata.values.money import LARGEST

PENCE = st.integers(-int(LARGEST * 100), int(LARGEST * 100))
DRESSES = (
    "{:.2f}",
    "{:,.2f}",
    " £{:,.2f} ",
    "£ {:,.2f}",
    "GBP {:,.2f}",
    "{:,.2f} gbp",
    "Â£{:,.2f}",
    "\ufffd{:,.2f}",
    "{:.2f}00",
    "'{:.2f}",
)
DRESSES_OF_LESS = (
    "-{:.2f}",
    "-£{:,.2f}",
    "£-{:,.2f}",
    "£ -{:,.2f}",
    "−£{:,.2f}",
    "–{:,.2f}",
    "({:,.2f})",
    "£({:,.2f})",
    "(£{:,.2f})",
    "( £ {:,.2f} )",
    "{:,.2f}-",
    "£{:,.2f}CR",
    "{:.2f} cr",
    "-?{:.2f}",
)


@pytest.mark.parametrize("dress", DRESSES)
@given(pence=PENCE)
def test_every_amount_is_read_back_from_each_dress(dress, pence):
    pounds = Decimal(abs(pence)).scaleb(-2)

    assert read_money(dress.format(pounds)) == Said(pounds)


@pytest.mark.parametrize("dress", DRESSES_OF_LESS)
@given(pence=PENCE)
def test_every_negative_amount_is_read_back_from_each_dress(dress, pence):
    pounds = Decimal(abs(pence)).scaleb(-2)

    assert read_money(dress.format(pounds)) == Said(-pounds or pounds)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0.00"),
        ("-0.00", "0.00"),
        ("£-0", "0.00"),
        ("1234.5", "1234.50"),
        ("12,700,000", "12700000.00"),
        ("+5", "5.00"),
        (".5", "0.50"),
        ("5.", "5.00"),
        ("1 234.56", "1234.56"),
        ("1\xa0234\xa0567.89", "1234567.89"),
        ("1'234’567.89", "1234567.89"),
        ("250 DR", "250.00"),
        ("1.2E+05", "120000.00"),
        ("1.23e2", "123.00"),
        ("?5", "5.00"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_an_amount_has_two_places_and_no_negative_nil(text, amount):
    said = read_money(text)

    assert (str(said.value), said.change) == (amount, "")


@pytest.mark.parametrize(
    ("text", "amount", "change"),
    [
        ("537.1999999999999", "537.20", "money-rounded"),
        ("12.345", "12.35", "money-rounded"),
        ("-12.345", "-12.35", "money-rounded"),
        ("-0.004", "0.00", "money-rounded"),
        ("1.5E-03", "0.00", "money-rounded"),
        ("£1.2m", "1200000.00", "money-spelt-out"),
        ("(£1.2m)", "-1200000.00", "money-spelt-out"),
        ("£1.2 Million", "1200000.00", "money-spelt-out"),
        ("50K", "50000.00", "money-spelt-out"),
        ("£2bn", "2000000000.00", "money-spelt-out"),
        ("Nil", "0.00", "money-spelt-out"),
    ],
)
def test_an_amount_that_took_a_repair_says_which(text, amount, change):
    said = read_money(text)

    assert (str(said.value), said.change) == (amount, change)


@pytest.mark.parametrize("text", ["-", " -   ", "£-", "£ -  ", "–", "--"])
def test_a_dash_says_nothing_unless_it_is_how_nil_is_printed(text):
    assert read_money(text) == NOTHING
    assert read_money(text, dash_is_nil=True) == Said(Decimal("0.00"), "dash-is-nil")


@pytest.mark.parametrize("text", ["", "  ", "£", "N/A", "#N/A", "?", "not known"])
def test_a_cell_with_nothing_to_say_is_never_nil(text):
    assert read_money(text, dash_is_nil=True) == NOTHING


@pytest.mark.parametrize(
    "text", ["TBC", "to be confirmed following tender", "Call-off", "Various", "Rates"]
)
def test_an_amount_that_is_promised_is_left_out_and_said_so(text):
    assert read_money(text) == Said(None, "money-not-stated")


@pytest.mark.parametrize(
    "text", ["€500", "$5", "EUR 500", "500 USD", "US$5", "5 euros", "â‚¬500", "¥1,000"]
)
def test_another_currency_is_refused(text):
    with pytest.raises(Unreadable) as refused:
        read_money(text)

    assert refused.value.code == "other-currency"
    assert str(refused.value) == (f"“{text}” is not in pounds: give what it came to in pounds.")


@pytest.mark.parametrize(
    "text", ["1000000000000", "999999999999.995", "£9,999bn", "9e99", "-1000000000000"]
)
def test_more_than_any_public_body_pays_is_refused(text):
    with pytest.raises(Unreadable) as refused:
        read_money(text)

    assert refused.value.code == "money-too-large"


@pytest.mark.parametrize(
    "text",
    [
        "12,34",
        "12 34",
        "1,23,456.00",
        "1.234,56",
        "1.2.3",
        "1?234",
        "--5",
        "++5",
        "-5-",
        "(-5)",
        "(5",
        "5)",
        "()",
        "€",
        "£5-£10",
        "£10,000 pa",
        "#REF!",
        "#VALUE!",
        "NaN",
        "inf",
        "=A1+B2",
        "02/04/2013",
        "02.04.2013",
        "2013-04-02",
        "Acme Limited",
        "١٢",
        "1,2E5",
    ],
)
def test_what_is_no_amount_is_refused_with_a_remedy(text):
    with pytest.raises(Unreadable) as refused:
        read_money(text)

    assert refused.value.code == "money-unreadable"
    assert str(refused.value) == (
        f"“{text}” is not an amount of money: write pounds in figures, such as 1234.56 or -1234.56."
    )


@pytest.mark.parametrize("text", ["1" * 100_000, "€1" + " " * 100_000 + "2"])
def test_the_refusal_of_a_long_cell_is_short(text):
    with pytest.raises(Unreadable) as refused:
        read_money(text)

    assert refused.value.code == "money-unreadable"
    assert len(str(refused.value)) < 150


@pytest.mark.parametrize(
    "text", ["c. £40,000", "circa 40,000", "Approx. £40,000", "~£40,000.00", "£40,000 + VAT"]
)
def test_words_that_leave_an_amount_what_it_is_are_left_out(text):
    assert read_money(text) == Said(Decimal("40000.00"), "money-qualified")


@pytest.mark.parametrize("text", ["£40,000 (est.)", "£40,000 ex. VAT", "est. 40,000 exc VAT"])
def test_such_words_may_follow_an_amount_too(text):
    assert read_money(text) == Said(Decimal("40000.00"), "money-qualified")


@pytest.mark.parametrize(
    "text", ["up to £40,000", "£40,000 inc VAT", "£40,000 per annum", "£10 - £20", "circa", "+ VAT"]
)
def test_words_that_make_another_amount_of_it_are_not(text):
    with pytest.raises(Unreadable) as refused:
        read_money(text)

    assert refused.value.code == "money-unreadable"
