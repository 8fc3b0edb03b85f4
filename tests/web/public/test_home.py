from datetime import date
from decimal import Decimal

import pytest
import time_machine

from almoner.agreements.states import AgreementKind
from almoner.organisations.models import Organisation
from tests.factories import NOON, VersionFactory
from tests.registers.agreement_files import bring_in, contracts_file
from tests.registers.publishing import duties_of_wexmoor, issue
from tests.web.public.published import publish, queries_of, read

pytestmark = pytest.mark.django_db
GRANT = AgreementKind.GRANT


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON, tick=False):
        yield


def home(client, asked=""):
    return " ".join(read(client, f"/{asked}").split())


def table(page, caption):
    """The rows of the table whose caption begins so."""
    body = page.split(f">{caption}")[1].split("<tbody>")[1].split("</tbody>")[0]
    return [row.split("</tr>")[0] for row in body.split("<tr>")[1:]]


def test_home_is_honest_when_nothing_is_published(client):
    page = home(client)

    assert "Nothing has been published yet" in page
    assert "Nothing is open to apply for here at present" in page
    assert "Wexmoor Council" in page


def test_home_sums_up_what_is_published(client, spend):
    page = home(client)

    assert "<strong>4</strong> payments to suppliers, <strong>£1,180.49</strong> in all" in page
    assert "made from March 2025 to February 2026" in page
    assert 'href="/registers/spend/?period=2025-26"' in page
    assert "February 2026: £1,000.50" in page
    assert 'action="/search/"' in page


def test_home_shows_each_year_what_was_paid_and_what_was_promised(client, spend):
    VersionFactory(agreement__kind=GRANT, awarded_on=date(2025, 4, 1), amount=Decimal(5000))
    VersionFactory(awarded_on=date(2025, 3, 31), amount=Decimal(70))
    VersionFactory(awarded_on=date(2023, 4, 1), amount=None)

    this, last, first = table(home(client), "Paid and promised")

    assert "2025-26" in this
    assert all(said in this for said in ["£1,080.50</a> (3)", "£5,000.00 (1)", ">–<"])
    assert all(said in last for said in ["£99.99</a> (1)", "£70.00 (1)"])
    assert "?year=" not in first
    assert "1 without an amount" in first


def test_home_tells_the_latest_year_on_what_and_with_whom(client, spend):
    page = home(client)

    assert "In 2025-26 so far" in page
    assert ["Grants" in row for row in table(page, "On what")] == [True, False, False]
    assert "£1,250.50" in table(page, "On what")[0]
    assert "116%" in table(page, "On what")[0]  # some money came back
    assert ["Harbour Trust" in row for row in table(page, "With whom")] == [True, False]


def test_home_tells_of_an_earlier_year_if_it_is_asked(client, spend):
    page = home(client, "?year=2024-25")

    assert "In 2024-25 <" in page.replace("</h2>", " <")
    assert ["Repairs" in row for row in table(page, "On what")] == [True]
    assert "100%" in table(page, "With whom")[0]


@pytest.mark.parametrize("year", ["2019-20", "2024-26", "%00", "0000-01", "x"])
def test_home_tells_of_the_latest_year_if_another_is_no_year_of_payments(client, spend, year):
    assert "In 2025-26 so far" in home(client, f"?year={year}")


def test_home_adds_up_all_kinds_of_spend_beyond_the_first_ten(client, tmp_path):
    publish(tmp_path, [f"Quay,2026-02-01,{n}.00,Kind {n:02},Row" for n in range(1, 13)])

    rows = table(home(client), "On what")

    assert len(rows) == 11
    assert "All other kinds" in rows[-1]
    assert "£3.00" in rows[-1]


def test_home_says_how_fresh_each_register_is_and_leads_to_its_latest_edition(client, spend):
    issue("spend", "2025-12")

    with duties_of_wexmoor():
        fresh = " ".join(table(home(client), "What is to be published"))

    assert 'href="/editions/spend/2025-12/1/"' in fresh
    assert 'href="/duties/#spend"' in fresh
    assert "12 days late" in fresh
    assert "never" in fresh  # no edition of grants was made
    assert "contract-copies" not in fresh


def test_home_does_without_payments(client, tmp_path):
    bring_in(contracts_file(tmp_path))

    page = home(client)

    assert "Paid and promised" in page
    assert "On what" not in page
    assert "The latest months" not in page


def test_home_asks_as_much_of_the_database_for_many_payments_as_for_one(client, tmp_path):
    publish(tmp_path, ["Quay,2026-02-01,1.00,Grants,One"], name="one.csv")
    few = queries_of(client, "/")

    rows = [f"Quay {n},202{n}-02-01,1.00,Grants {n},Row" for n in range(1, 7)]
    publish(tmp_path, rows, name="many.csv")
    for organisation in Organisation.objects.all():
        VersionFactory(organisation=organisation, agreement__kind=GRANT)

    assert queries_of(client, "/") == few <= 12
