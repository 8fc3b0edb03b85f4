"""A resident asks what was spent, and takes the answer away."""

import csv

import pytest

from tests.journeys.browsing import look_at
from tests.web.public.published import issue, publish

MANY = [
    f"{name},{year}-{month:02}-{day:02},{day * month * 1234.5:.2f},{kind},{purpose}"
    for n, (name, kind, purpose) in enumerate(
        [
            ("Harbour Refuge Trust", "Grants", "Independent domestic violence advisers"),
            ("Quay & Sons (Building and Maintenance Services) Limited", "Repairs", "A roof"),
            ("NORTH WEXMOOR YOUTH PARTNERSHIP", "Grants to external organisations", ""),
            ("REDACTED PERSONAL DATA", "Care", ""),
        ]
    )
    for year, month in [(2025, 2), *((2025, m) for m in range(4, 13)), (2026, 1), (2026, 2)]
    for day in range(n + 1, 28, 6)
]
BACK = "Quay & Sons (Building and Maintenance Services) Limited,2026-02-20,-1250.00,Repairs,Refund"


@pytest.fixture
def spend(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    settings.BODY_NAME = "Wexmoor Police and Crime Commissioner"
    publish(tmp_path, [*MANY, BACK])
    issue()


def test_a_resident_finds_a_payment_follows_the_money_and_takes_the_file(
    page, live_server, spend, tmp_path
):
    page.goto(str(live_server))
    page.get_by_label("Find a payment").fill("violence advisers")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Harbour Refuge Trust").first.click()

    assert page.get_by_role("heading", level=1).inner_text() == "Harbour Refuge Trust"

    page.get_by_role("link", name="Search and sort all of its payments").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "taken.csv")
    rows = list(csv.DictReader((tmp_path / "taken.csv").read_text("utf-8").splitlines()))

    assert len(rows) == sum(row.startswith("Harbour") for row in MANY)
    assert {row["supplier"] for row in rows} == {"Harbour Refuge Trust"}


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
        ("public-editions", "/editions/"),
        ("public-edition", "/editions/spend/2026-02/1/"),
        ("api-documentation", "/api/"),
    ],
)
def test_a_public_page(page, live_server, spend, name, address):
    look_at(page, f"{live_server}{address}", name=name)


@pytest.mark.parametrize(
    ("name", "link"), [("public-payment", "PAY-"), ("public-organisation", "Quay & Sons")]
)
def test_a_record(page, live_server, spend, name, link):
    page.goto(f"{live_server}/registers/spend/?sort=amount")
    page.get_by_role("link", name=link).first.click()

    look_at(page, page.url, name=name)


def test_home_before_anything_is_published(page, live_server):
    look_at(page, str(live_server), name="public-home-empty")
