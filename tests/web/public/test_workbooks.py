"""The workbook twins of lists, opened as their readers would."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from almoner.organisations.models import Organisation
from almoner.registers.kinds import Register
from almoner.web.public import workbooks
from tests.registers.agreement_files import brought_in, contracts_file, grants_file
from tests.web.public.published import bytes_of, publish, read

pytestmark = pytest.mark.django_db
NAMES = ["registers/spend", "registers/contracts", "registers/grants", "organisations", "duties"]
NAMES += ["registers/contract-copies", "places"]


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(datetime(2026, 3, 9, 12, tzinfo=UTC)):
        yield


def sheet(client, address, name="Rows"):
    response = client.get(address)
    assert response.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(bytes_of(response))).get_sheet_by_name(name)


def rows_of(client, address):
    heading, *rows = sheet(client, address).to_python()
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_a_workbook_holds_the_rows_of_the_list_with_days_as_days_and_money_as_numbers(
    client, spend
):
    (row,) = rows_of(client, "/registers/spend.xlsx?q=shelter")

    assert (row["paid_on"], row["amount"]) == (date(2026, 2, 3), 1250.5)
    assert (row["supplier"], row["purpose"]) == ("Harbour Trust", "A night shelter")


def test_it_says_what_each_column_means_and_where_it_came_from(client, spend):
    about = sheet(client, "/registers/spend.xlsx?q=shelter", "About").to_python()

    assert ["Title", "Payments to suppliers"] in about
    assert ["Where it stands", "https://wexmoor.test/registers/spend.xlsx?q=shelter"] in about
    assert ["paid_on", "The day of payment"] in about


def test_it_holds_contracts_and_grants_and_says_of_which_day(client, tmp_path):
    brought_in(contracts_file(tmp_path))
    brought_in(grants_file(tmp_path), Register.GRANTS)

    contracts = rows_of(client, "/registers/contracts.xlsx?sort=amount")
    grants = rows_of(client, "/registers/grants.xlsx?q=beds")

    assert [row["ContractValue"] for row in contracts] == [2500, 100000.5]
    assert contracts[0]["StartDate"] == date(2025, 4, 1)
    assert [(row["title"], row["amount_awarded"]) for row in grants] == [("Beds in winter", 5000)]
    about = sheet(client, "/registers/contracts.xlsx", "About").to_python()
    assert ["Read", "As it stands today, 9 March 2026."] in about


def test_the_list_of_organisations_has_twins_of_every_kind(client, spend):
    (row,) = rows_of(client, "/organisations.xlsx?q=quay")
    page = read(client, "/organisations/?q=quay")

    assert (row["name"], row["payments"], row["paid"]) == ("Quay & Sons", 1, -250)
    text = read(client, "/organisations.csv")
    assert [line.split(",")[1:] for line in text.splitlines()] == [
        ["name", "identifiers", "payments", "paid"],
        ["Harbour Trust", "", "2", "1350.49"],
        ["Quay & Sons", "", "1", "-250.00"],
    ]
    assert '"count":2,"total":"1100.49"' in read(client, "/organisations.json")
    for kind in ("csv", "json", "xlsx"):
        assert f'href="/organisations.{kind}?q=quay"' in page
        assert client.get(f"/organisations.{kind}?q=%00").status_code == 400


def test_an_organisation_and_a_place_have_a_workbook_that_their_pages_lead_to(
    client, spend, tmp_path
):
    header = "Grant Reference,Title,Recipient Name,Award Date,Amount Awarded,Purpose,Area Served"
    rows = ["G-1,Evening advice,Harbour Trust,04/06/2025,25000,Debt advice,Camden"]
    rows += ["G-2,Weekend advice,Harbour Trust,04/06/2024,15000,Debt advice,Camden"]
    brought_in(grants_file(tmp_path, rows, header=header), Register.GRANTS)
    harbour = Organisation.objects.get(name="Harbour Trust")

    paid = rows_of(client, f"/organisations/{harbour}.xlsx")
    (camden,) = rows_of(client, "/places.xlsx?year=2025-26")
    (given,) = rows_of(client, "/places/camden.xlsx?year=2025-26")

    assert [row["amount"] for row in paid] == [99.99, 1250.5]
    assert (camden["place"], camden["grants_amount"]) == ("Camden", 25000)
    assert (given["title"], given["amount"]) == ("Evening advice", 25000)
    assert f'href="/organisations/{harbour}.xlsx"' in read(client, f"/organisations/{harbour}/")
    assert 'href="/places.xlsx?year=2025-26"' in read(client, "/places/?year=2025-26")
    page = read(client, "/places/camden/?year=2025-26")
    for kind in ("csv", "json", "xlsx"):
        assert f'href="/places/camden.{kind}?year=2025-26"' in page
    read(client, "/places.xlsx?year=never", status=400)
    read(client, "/places/nowhere.xlsx", status=404)
    read(client, "/organisations/ORG-NONE.xlsx", status=404)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_rows_are_the_same_bytes(client, spend, name):
    first, again = (bytes_of(client.get(f"/{name}.xlsx")) for _ in range(2))

    assert first == again
    assert first.startswith(b"PK")


@pytest.mark.parametrize("name", NAMES)
def test_whoever_asks_for_its_heading_alone_is_told_no_more(client, spend, name):
    response = client.head(f"/{name}.xlsx")

    assert (response.status_code, bytes_of(response)) == (200, b"")
    assert response["Content-Disposition"] == f'attachment; filename="{name.split("/")[-1]}.xlsx"'


def test_whoever_has_it_is_told_that_it_is_the_same(client, spend, tmp_path):
    address = "/registers/spend.xlsx?q=harbour"
    tag = client.head(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    publish(tmp_path, ["Harbour Trust,2026-02-09,7.00,Grants,More"], name="more.csv")
    assert bytes_of(client.get(address, headers={"If-None-Match": tag}))


def test_a_list_of_too_many_rows_is_refused_in_words_and_its_page_says_so(
    client, spend, monkeypatch
):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 3)

    refusal = read(client, "/registers/spend.xlsx", status=400)
    page = read(client, "/registers/spend/")

    assert "This list has 4 rows, and a workbook is made of 3 at most." in refusal
    assert "take the CSV" in refusal
    assert "only of fewer rows" in page
    assert "/registers/spend.xlsx" not in page
    assert "/registers/spend.xlsx" not in read(client, "/data.json")
    assert "/registers/spend.xlsx" in read(client, "/registers/spend/?q=harbour")


@pytest.mark.parametrize("name", ["registers/spend", "registers/contracts", "registers/grants"])
def test_it_refuses_what_the_list_refuses(client, name):
    assert "at_least" in read(client, f"/{name}.xlsx?at_least=lots", status=400)


def test_twins_are_in_the_order_that_the_reader_picked(client, spend):
    def amounts(asked):
        lines = read(client, f"/registers/spend.csv{asked}").splitlines()[1:]
        return [line.split(",")[5] for line in lines]

    assert amounts("") == ["99.99", "80.00", "1250.50", "-250.00"]
    assert amounts("?sort=-amount") == ["1250.50", "99.99", "80.00", "-250.00"]
    assert amounts("?sort=date") == ["99.99", "80.00", "1250.50", "-250.00"]


def test_a_process_makes_one_long_workbook_at_a_time_and_whoever_comes_second_is_told_so(
    client, spend, monkeypatch
):
    monkeypatch.setattr(workbooks, "LONG", 2)
    address = "/registers/spend.xlsx"

    with workbooks._making:
        refused, short = client.get(address), client.get(f"{address}?q=shelter")

    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    assert "no-store" in refused["Cache-Control"]
    assert "take the CSV" in refused.content.decode()
    assert short.status_code == 200
    assert bytes_of(short).startswith(b"PK")
    assert len(rows_of(client, address)) == len(rows_of(client, address)) == 4
