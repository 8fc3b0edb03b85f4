"""A publisher brings a register in: the file as it is, mended on the way, and taken back."""

import re

import pytest
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.agreements.models import AgreementVersion
from almoner.core.models import Event
from almoner.core.states import BatchState
from almoner.registers.models import ImportDraft
from tests.factories import official
from tests.journeys.browsing import click, look_at, sign_in
from tests.registers.agreement_files import (
    CONTRACT_HEADER,
    CONTRACTS,
    SHELTER,
    bring_in,
    contracts_file,
)
from tests.registers.drafts import FLAWED, begun, read

LONGER = SHELTER.replace("31/03/2027", "31/03/2028").replace("100000.50", "125000.50")
IN_DOUBT = "C-5,Outreach with young people,Quay,01234567,1234567,,,60000,"
ODD = CONTRACT_HEADER.replace("Contract Value", "Zub").replace("Contract Title", "What it is for")


@pytest.fixture
def lena(page, client, live_server, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    person = official(Role.PUBLISHER, name="Lena Ortiz")
    sign_in(page, client, person, address=live_server.url)
    return person


def upload(page, live_server, path):
    page.goto(f"{live_server}/workspace/imports/")
    click(page.get_by_role("button", name="Upload a file"))
    page.get_by_label("Contracts").check()
    page.get_by_label("The file").set_input_files(path)
    page.get_by_label("Whose register is it?").fill("Wexmoor")
    click(page.get_by_role("button", name="Upload and read it"))


def test_a_publisher_imports_a_flawed_file_and_undoes_it(page, live_server, lena, tmp_path):
    upload(page, live_server, contracts_file(tmp_path, FLAWED, header=ODD))
    click(page.get_by_role("link", name="See what each column is read as"))
    page.get_by_label("Zub", exact=True).select_option("value_total")
    click(page.get_by_role("button", name="Save, and read the file again"))
    click(page.get_by_role("link", name="Look at the rows with problems"))
    click(page.get_by_role("link", name=re.compile("Mend this row.*Row 4")))
    page.get_by_label("Supplier").fill("Wall Makers")
    click(page.get_by_role("button", name="Save, and read the file again"))
    click(page.get_by_role("link", name="See what it would change"))
    expect(page.get_by_role("cell", name="Wall Makers")).to_be_visible()
    click(page.get_by_role("button", name="Go on to confirm"))
    click(page.get_by_role("button", name="Import it"))
    expect(page.get_by_text("tick this to go on").first).to_be_visible()
    page.get_by_label("I have looked this over").check()
    click(page.get_by_role("button", name="Import it"))
    expect(page.get_by_text("The import is done, and public")).to_be_visible()
    look_at(page, page.url, name="import-done")
    assert AgreementVersion.objects.filter(batch__state=BatchState.LIVE).count() == 4

    click(page.get_by_role("link", name="Undo this import"))
    look_at(page, page.url, name="import-undo")
    page.get_by_label("Why is it undone?").fill("The wrong year")
    page.get_by_label("Nobody shall see these rows any more").check()
    click(page.get_by_role("button", name="Undo the import"))

    expect(page.get_by_text("The import is undone")).to_be_visible()
    kinds = [line.kind for line in Event.objects.order_by("number")]
    assert kinds == ["contracts.imported", "import.undone"]


def test_every_page_of_the_wizard(page, live_server, lena, tmp_path, settings):
    root = f"{live_server}/workspace/imports"
    look_at(page, f"{root}/", name="imports-empty")
    look_at(page, f"{root}/upload/", name="import-upload")
    click(page.get_by_role("button", name="Upload and read it"))
    assert page.title().startswith("Error:")
    batch = bring_in(contracts_file(tmp_path, CONTRACTS), by=lena).imported.batch
    bring_in(contracts_file(tmp_path, [LONGER], name="a year later.csv"), by=lena)

    draft = read([*FLAWED, IN_DOUBT, LONGER.replace("C-1", "C-9")], by=lena)
    for name in ("", "columns/", "rows/", "rows/1/", "preview/", "confirm/", "drop/"):
        shown = name.replace("/", "-").strip("-") or "read"
        look_at(page, f"{root}/{draft}/{name}", name=f"import-{shown}")
    failed = read([], text="%PDF-1.7 x", by=lena)
    look_at(page, f"{root}/{failed}/", name="import-failed")
    unknown = read(["a wall,Makers,9"], header="Zib,Zab,Zub", by=lena)
    look_at(page, f"{root}/{unknown}/", name="import-unknown")
    begun(by=lena, file_name=f"{'a_very_long_name_of_a_register' * 4}.csv")
    waiting = ImportDraft.objects.order_by("pk").last()
    look_at(page, f"{root}/{waiting}/", name="import-under-way")
    look_at(page, f"{root}/batches/{batch}/undo/", name="import-stood-upon")
    look_at(page, f"{root}/", name="imports")

    expect(page.get_by_role("link", name="contracts.csv").first).to_be_visible()
