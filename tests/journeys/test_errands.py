"""Four errands that people come with, each on a telephone, and how long each takes.

The clock starts at the home page and stops at the answer: what the pages and the browser take, with
hands that know where they go. It is written beside the pictures; nothing depends on it.
"""

import csv
import re
import time

import pytest

from almoner.registers.kinds import Register
from tests.journeys.browsing import PHONE, SHOTS, click, shoot
from tests.registers.agreement_files import (
    CONTRACT_HEADER,
    brought_in,
    contracts_file,
    grants_file,
)
from tests.web.public.published import publish

CHARITY = "Harbour Advice Trust"
PAID = [f"{CHARITY},2026-0{month}-03,{month}000.50,Grants,Advice" for month in (1, 2)]
OTHERS = [
    f"Supplier {n:02} Limited,2026-02-{n % 27 + 1:02},{n}.25,Repairs,Works" for n in range(60)
]
GRANT_HEADER = "Grant Reference,Title,Recipient Name,Award Date,Amount Awarded,Purpose,Area Served"
GRANTS = [
    f"G-1,Evening advice,{CHARITY},04/06/2025,25000,Debt advice,Camden",
    f"G-2,Weekend advice,{CHARITY},04/06/2024,15000,Debt advice,Camden",
    "G-3,Boxing club,Copper Street Youth,05/09/2025,9000,Sport,London Borough of Camden",
    "G-4,Mentors,Copper Street Youth,06/09/2025,8000,Sport,Hackney",
]
DEAR = [
    f"D-{n},Large contract {n},Quay & Sons,,,01/04/2025,31/03/2027,{100_000 + n},"
    for n in range(1, 6)
]
CHEAP = [
    f"S-{n},Small contract {n},Quay & Sons,,,01/04/2025,31/03/2027,{99_000 + n}," for n in range(9)
]


@pytest.fixture
def world(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    settings.BODY_NAME = "Wexmoor Police and Crime Commissioner"
    publish(tmp_path, [*PAID, *OTHERS])
    grants = grants_file(tmp_path, GRANTS, header=GRANT_HEADER)
    brought_in(grants, Register.GRANTS)
    brought_in(contracts_file(tmp_path, [*DEAR, *CHEAP], header=CONTRACT_HEADER))


@pytest.fixture
def errand(page, live_server, world):
    """A telephone at the home page. What is done with it is timed, and its end is a picture."""

    def begin(name):
        page.set_viewport_size({"width": PHONE, "height": 844})
        started = time.monotonic()
        page.goto(str(live_server))

        def end():
            took = time.monotonic() - started
            shoot(page, f"errand-{name}")
            SHOTS.mkdir(exist_ok=True)
            (SHOTS / f"errand-{name}.txt").write_text(f"{took:.1f} seconds\n", encoding="utf-8")

        return end

    return begin


def test_find_what_a_named_charity_got_though_its_name_is_misspelt(page, errand):
    end = errand("what-a-charity-got")

    page.get_by_label("Search payments, grants, contracts and organisations").fill("harbor advise")
    click(page.get_by_role("button", name="Search"))
    click(page.get_by_role("link", name=CHARITY, exact=True).first)

    assert page.get_by_role("heading", level=1).inner_text() == CHARITY
    received = page.locator("main").inner_text()
    assert all(sum_ in received for sum_ in ("£3,001.00", "£25,000.00", "£15,000.00"))
    end()


def test_find_which_grants_went_to_a_borough_last_year(page, errand):
    end = errand("grants-to-a-borough")

    click(page.get_by_role("link", name="Which places grants and contracts are for"))
    click(page.get_by_role("link", name="Camden", exact=True))
    click(page.get_by_role("link", name="2025-26", exact=True))

    shown = page.locator("main").inner_text()
    assert "Evening advice" in shown
    assert "Boxing club" in shown
    assert "Weekend advice" not in shown
    assert "Mentors" not in shown
    end()


def test_download_all_contracts_over_a_hundred_thousand_pounds(page, errand, tmp_path):
    end = errand("contracts-over-100000")

    page.get_by_role("button", name="Menu").click()
    click(page.get_by_role("link", name="Contracts", exact=True).first)
    page.get_by_text("More to narrow by").click()
    page.get_by_label("At least").fill("100,000.01")
    click(page.get_by_role("button", name="Show"))
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()

    download.value.save_as(tmp_path / "taken.csv")
    end()
    rows = list(csv.DictReader((tmp_path / "taken.csv").read_text("utf-8").splitlines()))
    assert {row["ContractReference"] for row in rows} == {f"D-{n}" for n in range(1, 6)}


def test_cite_one_award(page, errand):
    end = errand("cite-an-award")

    page.get_by_label("Search payments, grants, contracts and organisations").fill("boxing")
    click(page.get_by_role("button", name="Search"))
    click(page.get_by_role("link", name="Boxing club").first)
    cited = page.get_by_label("To cite it, copy this").input_value()

    assert cited.startswith("Wexmoor")
    assert "Boxing club" in cited
    assert re.search(r"/registers/grants/AGR-\w+/\.?$", cited)
    end()
