from datetime import date
from decimal import Decimal

from almoner.opendata import Level, Problem, Row, shipped
from almoner.opendata.safety import FileChecks

CONTRACTS, GRANTS, SPEND = shipped()


def look(dictionary, *rows, problems=()):
    """The codes that each row gives away, and those told at the end."""
    checks = FileChecks(dictionary)
    each = [
        [finding.code for finding in checks.look_over(Row(number, None, values, problems, []))]
        for number, values in enumerate(rows, start=2)
    ]
    return each, [(number, finding.words) for number, finding in checks.at_end()]


def payment(amount="10.00", **more):
    return {"supplier_name": "Harbour Trust", "amount": Decimal(amount), **more}


def test_a_row_that_says_all_that_an_earlier_one_says_is_repeated():
    day = date(2026, 4, 1)

    each, _ = look(SPEND, payment(date=day), payment(date=day), payment("10.01", date=day))

    assert each == [[], ["row-repeated"], []]


def test_a_contract_is_repeated_where_reference_payee_and_amount_are_the_same():
    first = {"reference": "A1", "supplier_name": "Tern Ltd", "value_total": Decimal(9)}

    each, _ = look(CONTRACTS, first, {**first, "title": "Mowing"}, {**first, "lot": "2"})

    assert each == [[], ["row-repeated"], []]


def test_one_name_with_two_numbers_and_one_number_with_two_names_contradict():
    each, _ = look(
        SPEND,
        payment("1", supplier_company_number="01234567"),
        payment("2", supplier_company_number="07654321"),
        payment("3", supplier_name="Gull Ltd", supplier_company_number="01234567"),
        payment("4", supplier_name="Harbour Services", supplier_company_number="01234567"),
        payment("5", supplier_name="Various", supplier_company_number="01234567"),
        {"date": date(2026, 4, 1)},
    )

    assert each == [[], ["numbers-contradict"], ["numbers-contradict"], [], [], []]


def test_nothing_is_awarded_for_less_than_nil_and_payments_may_come_back():
    grant = {"recipient_name": "Harbour Trust", "amount_awarded": Decimal(-1)}

    assert look(GRANTS, grant)[0] == [["amount-not-positive"]]
    assert look(SPEND, payment("-1"), payment("0"))[0] == [[], ["amount-not-positive"]]


def test_an_amount_far_above_all_others_is_told_at_the_end():
    rows = [payment(str(amount)) for amount in range(100, 130)]

    assert look(SPEND, *rows, payment("12500000"))[1] == [(32, "£12,500,000.00")]
    assert look(SPEND, *rows, payment("1250"))[1] == []


def test_among_few_rows_none_is_far_out():
    assert look(SPEND, payment("1"), payment("90000000"))[1] == []


def test_days_out_of_order_are_passed_on_from_the_reader():
    noted = (
        Problem("days-out-of-order", Level.NOTED, 3, "end_date", "2020-01-01", "2020-01-01"),
        Problem("not-one-organisation", Level.NOTED, 1, "supplier_name", "Various", "Various"),
    )

    each, _ = look(CONTRACTS, {"supplier_name": "Various"}, problems=noted)

    assert each == [["days-out-of-order"]]
