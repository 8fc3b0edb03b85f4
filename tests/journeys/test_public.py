"""A resident asks what was spent, and takes the answer away."""

import csv

import pytest
from playwright.sync_api import expect

from almoner.registers.kinds import Register
from tests.journeys.browsing import click, look_at
from tests.registers.agreement_files import BEDS, brought_in, contracts_file, grants_file
from tests.web.public.published import issue, publish

MANY = [
    f"{name},{year}-{month:02}-{day:02},{day * month * 1234.5:.2f},{kind},{purpose}"
    for n, (name, kind, purpose) in enumerate(
        [
            ("Harbour Advice Trust", "Grants", "Advice in the evenings"),
            ("Quay & Sons (Building and Maintenance Services) Limited", "Repairs", "A roof"),
            ("NORTH WEXMOOR YOUTH PARTNERSHIP", "Grants to external organisations", ""),
            ("REDACTED PERSONAL DATA", "Care", ""),
        ]
    )
    for year, month in [(2025, 2), *((2025, m) for m in range(4, 13)), (2026, 1), (2026, 2)]
    for day in range(n + 1, 28, 6)
]
PLACED_HEADER = "Grant Reference,Title,Recipient Name,Award Date,Amount Awarded,Area Served"
PLACED = [
    "G-8,Evening advice,Harbour Advice Trust,04/06/2025,25000,Camden",
    "G-9,Boxing,Copper Street Youth,05/09/2024,9000,London Borough of Camden and Hackney",
]
BACK = "Quay & Sons (Building and Maintenance Services) Limited,2026-02-20,-1250.00,Repairs,Refund"


@pytest.fixture
def spend(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    settings.BODY_NAME = "Wexmoor Police and Crime Commissioner"
    publish(tmp_path, [*MANY, BACK])
    brought_in(contracts_file(tmp_path), Register.CONTRACTS)
    brought_in(grants_file(tmp_path), Register.GRANTS)
    brought_in(
        grants_file(tmp_path, PLACED, header=PLACED_HEADER, name="placed.csv"), Register.GRANTS
    )
    changed = BEDS.replace("5000", "6500")
    brought_in(grants_file(tmp_path, [changed], name="later.csv"), Register.GRANTS, days=1)
    issue()


def test_a_resident_finds_a_payment_follows_the_money_and_takes_the_file(
    page, live_server, spend, tmp_path
):
    page.goto(str(live_server))
    page.get_by_label("Search payments, grants, contracts and organisations").fill("evenings")
    click(page.get_by_role("button", name="Search"))
    click(page.get_by_role("link", name="Harbour Advice Trust").first)
    click(page.get_by_role("link", name="Harbour Advice Trust").first)

    assert page.get_by_role("heading", level=1).inner_text() == "Harbour Advice Trust"

    click(page.get_by_role("link", name="Search and sort all of its payments"))
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "taken.csv")
    rows = list(csv.DictReader((tmp_path / "taken.csv").read_text("utf-8").splitlines()))

    assert len(rows) == sum(row.startswith("Harbour") for row in MANY)
    assert {row["supplier"] for row in rows} == {"Harbour Advice Trust"}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("public-home", "/"),
        ("public-registers", "/registers/"),
        ("public-payments", "/registers/spend/"),
        ("public-payments-sorted", "/registers/spend/?q=quay&sort=amount"),
        ("public-payments-mistake", "/registers/spend/?at_least=lots&period=someday"),
        ("public-payments-none", "/registers/spend/?q=submarine"),
        ("public-organisations", "/organisations/"),
        ("public-contracts", "/registers/contracts/"),
        ("public-grants-as-at", "/registers/grants/?as_at=2026-03-04&reading=now&at_least=1"),
        ("public-grants-mistake", "/registers/grants/?as_at=someday&year=never"),
        ("public-grants-none", "/registers/grants/?q=submarine"),
        ("public-duties", "/duties/"),
        ("public-editions", "/editions/"),
        ("public-edition", "/editions/spend/2026-02/1/"),
        ("public-editions-none", "/editions/?year=1999-00"),
        ("public-places", "/places/"),
        ("public-place", "/places/camden/"),
        ("public-place-year", "/places/camden/?year=2025-26"),
        ("public-search", "/search/?q=advice"),
        ("public-search-misspelt", "/search/?q=advise"),
        ("public-search-none", "/search/?q=submarine"),
        ("public-search-empty", "/search/"),
        ("public-payments-misspelt", "/registers/spend/?q=advise&organisation=harbor"),
        ("public-catalogue", "/catalogue/"),
        ("api-documentation", "/api/"),
    ],
)
def test_a_public_page(page, live_server, spend, name, address):
    look_at(page, f"{live_server}{address}", name=name)


def test_a_researcher_reads_a_grant_as_it_was_sees_what_changed_and_takes_the_register(
    page, live_server, spend, tmp_path
):
    page.goto(f"{live_server}/registers/grants/")
    page.get_by_text("Read it as at another day").click()
    page.get_by_label("As at the day").fill("4 March 2026")
    click(page.get_by_role("button", name="Show"))
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "taken.csv")
    rows = list(csv.DictReader((tmp_path / "taken.csv").read_text("utf-8").splitlines()))
    click(page.get_by_role("link", name="Beds in winter"))

    amounts = {row["amount_awarded"] for row in rows}
    assert amounts == {"5000.00", "750.25", "25000.00", "9000.00"}
    expect(page.get_by_role("row", name="Awarded £5,000.00 £6,500.00")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "register", "link"),
    [
        ("public-contract", "contracts", "Night shelter"),
        ("public-grant", "grants", "Beds in winter"),
    ],
)
def test_a_record_of_an_agreement(page, live_server, spend, name, register, link):
    page.goto(f"{live_server}/registers/{register}/")
    click(page.get_by_role("link", name=link).first)

    look_at(page, page.url, name=name)


@pytest.mark.parametrize(
    ("name", "link"), [("public-payment", "PAY-"), ("public-organisation", "Quay & Sons")]
)
def test_a_record(page, live_server, spend, name, link):
    page.goto(f"{live_server}/registers/spend/?sort=amount")
    click(page.get_by_role("link", name=link).first)

    look_at(page, page.url, name=name)


def test_home_before_anything_is_published(page, live_server):
    look_at(page, str(live_server), name="public-home-empty")
