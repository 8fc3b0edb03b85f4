"""What readers narrow the lists by: bands of amounts, words in a field, and yes or no."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from almoner.registers.kinds import Register
from almoner.web.public.amounts import BANDS, LABELS
from tests.registers.agreement_files import brought_in, contracts_file, grants_file
from tests.web.public.published import publish, read

pytestmark = pytest.mark.django_db
SPEND, CONTRACTS, GRANTS = "/registers/spend/", "/registers/contracts/", "/registers/grants/"
SPEND_HEADER = "Supplier Name,Payment Date,Net Amount,Expenses Type,Purpose,Department"
AMOUNTS = ["-5", "499.99", "500", "4999.99", "5000", "30000", "100000", "999999.99", "1000000"]
CONTRACT_HEADER = (
    "Contract Reference,Contract Title,Supplier,Contract Value,Process Type,Procedure,"
    "Area,SME Supplier,VCSE Supplier"
)
CONTRACT_ROWS = [
    "C-1,Beds,Harbour Trust,500,Tender,Open,Wexmoor,Yes,Yes",
    "C-2,Roof,Quay & Sons,5000,Quotation,Direct,Northbury,Yes,No",
    "C-3,Roads,Big Build,900000,Tender,Restricted,Wexmoor,No,No",
]
GRANT_HEADER = "Grant Reference,Title,Recipient Name,Award Date,Amount Awarded,From An Open Call?"
GRANT_ROWS = [
    "G-1,Mentors,Copper Street Youth,05/02/2026,750.25,Yes",
    "G-2,Shelter,Harbour Trust,05/02/2026,900,No",
    "G-3,Garden,Quay Gardens,05/02/2026,100,",
]


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(datetime(2026, 3, 9, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def contracts(tmp_path):
    brought_in(contracts_file(tmp_path, CONTRACT_ROWS, header=CONTRACT_HEADER))


@pytest.fixture
def grants(tmp_path):
    brought_in(grants_file(tmp_path, GRANT_ROWS, header=GRANT_HEADER), Register.GRANTS)


def found(client, address):
    """What stands in the titles' column, in order."""
    rows = read(client, address).partition("<tbody>")[2].partition("</tbody>")[0]
    return sorted(re.findall(r'/AGR-\w+/">(.*?)</a>', rows))


def amounts(client, address):
    rows = read(client, address).splitlines()[1:]
    return [row.split(",")[5] for row in rows]


def test_every_amount_is_in_one_band_and_the_lists_agree(client, tmp_path):
    publish(tmp_path, [f"Harbour Trust,2026-02-03,{one},Grants,X" for one in AMOUNTS])

    told = {band: amounts(client, f"/registers/spend.csv?band={band}") for band in BANDS}

    assert told == {
        "under-500": ["-5.00", "499.99"],
        "500-5000": ["500.00", "4999.99"],
        "5000-30000": ["5000.00"],
        "30000-100000": ["30000.00"],
        "100000-1000000": ["100000.00", "999999.99"],
        "over-1000000": ["1000000.00"],
    }
    assert [*LABELS] == [*BANDS]


def test_a_band_and_the_boxes_both_hold(client, contracts):
    assert found(client, f"{CONTRACTS}?band=500-5000") == ["Beds"]
    assert found(client, f"{CONTRACTS}?band=500-5000&at_least=501") == []
    assert found(client, f"{CONTRACTS}?band=5000-30000&at_most=9000") == ["Roof"]


def test_payments_are_narrowed_by_kind_and_department(client, tmp_path):
    lines = ["Harbour,2026-02-03,1,Grants,X,Youth", "Quay,2026-02-03,2,Repairs,Y,Estates"]
    path = contracts_file(tmp_path, lines, name="spend.csv", header=SPEND_HEADER)
    brought_in(path, Register.SPEND)

    assert amounts(client, "/registers/spend.csv?category=grant") == ["1.00"]
    assert amounts(client, "/registers/spend.csv?department=ESTATES") == ["2.00"]
    assert amounts(client, "/registers/spend.csv?category=grants&department=estates") == []


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("process=tender", ["Beds", "Roads"]),
        ("procedure=restricted", ["Roads"]),
        ("area=wexmoor", ["Beds", "Roads"]),
        ("answers=sme", ["Beds", "Roof"]),
        ("answers=vcse", ["Beds"]),
        ("answers=sme&area=northbury", ["Roof"]),
        ("band=100000-1000000", ["Roads"]),
    ],
)
def test_contracts_are_narrowed_by_how_they_were_let_where_and_to_what_kind_of_supplier(
    client, contracts, asked, titles
):
    assert found(client, f"{CONTRACTS}?{asked}") == titles


@pytest.mark.parametrize(
    ("asked", "titles"), [("answers=open", ["Mentors"]), ("answers=not-open", ["Shelter"])]
)
def test_grants_are_narrowed_by_whether_they_came_from_an_open_call(client, grants, asked, titles):
    assert found(client, f"{GRANTS}?{asked}") == titles


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{SPEND}?band=x", "band"),
        (f"{CONTRACTS}?answers=open", "answers"),
        (f"{GRANTS}?answers=sme", "answers"),
        (f"{SPEND}?category={'x' * 101}", "category"),
    ],
)
def test_what_is_not_to_be_picked_is_refused_and_shown_where_it_was_asked(client, address, name):
    page = read(client, address)

    assert f'href="#filter_{name}"' in page
    assert '<details class="govuk-details filters__more" open>' in page


def test_boxes_suggest_what_the_register_says(client, contracts, spend):
    page = read(client, CONTRACTS)
    words = page.partition('<datalist id="filter_area_words">')[2].partition("</datalist>")[0]

    assert re.findall(r'value="(.*?)"', words) == ["Northbury", "Wexmoor"]
    assert 'list="filter_area_words"' in page
    assert '<option value="Repairs">' in read(client, SPEND)


def test_the_rarer_filters_are_folded_away_until_one_is_in_use(client, spend):
    folded = '<details class="govuk-details filters__more">'

    assert folded in read(client, SPEND)
    assert folded not in read(client, f"{SPEND}?band=500-5000")
