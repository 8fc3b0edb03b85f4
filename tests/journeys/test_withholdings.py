"""Somebody is endangered by a register: taken down by one person, looked at by a second, lifted."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.core.actors import OPERATOR
from almoner.organisations.models import Organisation
from almoner.registers.due_editions import duty_called
from almoner.registers.kinds import Register
from almoner.registers.models import Withholding
from almoner.registers.operations import grant_authority_as_operator, propose_authority
from tests.factories import WithholdingFactory, official
from tests.journeys.browsing import click, look_at, sign_in
from tests.registers.agreement_files import CONTRACTS, bring_in, contracts_file
from tests.registers.files import spend_file
from tests.registers.publishing import duties_of_wexmoor, issue


@pytest.fixture(autouse=True)
def _wexmoor(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with duties_of_wexmoor():
        yield


def at(live_server, name, *about):
    return f"{live_server}{reverse(f'workspace:{name}', args=about)}"


def fill_in(page, organisation):
    page.get_by_label("What is to be withheld").fill(str(organisation))
    page.get_by_label("Safety of a person").check()
    page.get_by_role("group", name="Whose view that is").get_by_role("radio").first.check()
    page.get_by_label("Why", exact=True).fill("It is a refuge")
    day = page.get_by_role("group", name="When it is to be reviewed")
    said = {"Day": "1", "Month": "6", "Year": str(localdate().year + 1)}
    for label, part in said.items():
        day.get_by_label(label).fill(part)
    click(page.get_by_role("button", name="Withhold it"))


def agree(page):
    page.get_by_role("radio").first.check()
    click(page.get_by_role("button", name="Send your decision"))
    expect(page.get_by_text("Your decision is recorded.")).to_be_visible()


@pytest.fixture
def address(live_server, tmp_path):
    """The public page of an organisation that is in an edition."""
    bring_in(spend_file(tmp_path), Register.SPEND)
    issue()
    harbour = Organisation.objects.get(name="Harbour Trust")
    return f"{live_server}{reverse('public:organisation', args=[harbour])}"


def test_a_refuge_is_taken_down_by_one_person_and_looked_at_by_another(
    page, client, live_server, address
):
    assert page.goto(address).status == 200
    sign_in(page, client, official(Role.PUBLISHER), address=live_server.url)
    look_at(page, at(live_server, "withholdings"), name="withholdings-none")
    look_at(page, at(live_server, "propose-withholding"), name="withholding-propose")
    click(page.get_by_role("button", name="Withhold it"))
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    fill_in(page, Organisation.objects.get(name="Harbour Trust"))
    expect(page.get_by_text("It is taken down. A second person looks at it next.")).to_be_visible()
    look_at(page, page.url, name="withholding-taken-down")
    assert page.goto(address).status == 404

    one = Withholding.objects.get()
    sign_in(page, client, official(Role.APPROVER), address=live_server.url)
    look_at(page, at(live_server, "decide-withholding", one), name="withholding-decide")
    agree(page)
    look_at(page, at(live_server, "withholdings"), name="withholdings-in-force")
    for name in ("withholding", "keep-withholding", "lift-withholding"):
        look_at(page, at(live_server, name, one), name=f"{name}-in-force")
    assert page.goto(address).status == 404


def test_what_need_not_be_withheld_is_public_again_by_two_people(
    page, client, live_server, address
):
    harbour = Organisation.objects.get(name="Harbour Trust")
    one = WithholdingFactory(organisation=harbour)
    sign_in(page, client, official(Role.APPROVER), address=live_server.url)
    page.goto(at(live_server, "lift-withholding", one))
    page.get_by_label("Why it need not be withheld any more").fill("They moved")
    click(page.locator("main").get_by_role("button").first)
    assert page.goto(address).status == 404

    sign_in(page, client, official(Role.APPROVER), address=live_server.url)
    look_at(page, at(live_server, "decide-withholding", one), name="withholding-lifting")
    agree(page)
    look_at(page, at(live_server, "withholding", one), name="withholding-lifted")
    assert page.goto(address).status == 200


def test_pages_of_standing_authorities_in_every_state(page, client, live_server):
    first, second = official(Role.PUBLISHER), official(Role.PUBLISHER)
    duty, last = duty_called("spend", on=localdate()), localdate()
    proposed = propose_authority(duty, valid_from=last, valid_to=last, by=first, at=now())
    operators = grant_authority_as_operator(
        duty_called("grants", on=localdate()), valid_to=last, named=first, by=OPERATOR, at=now()
    )

    sign_in(page, client, second, address=live_server.url)
    look_at(page, at(live_server, "authorities"), name="authorities-several")
    look_at(page, at(live_server, "authority", proposed), name="authority-proposed")
    look_at(page, at(live_server, "authority", operators), name="authority-operators")
    page.goto(at(live_server, "authority", proposed))
    click(page.locator("main").get_by_role("button", name="Confirm").first)
    look_at(page, at(live_server, "authority", proposed), name="authority-in-force")
    proposed.refresh_from_db()
    assert proposed.decided_by == second


def test_what_is_imported_is_offered_to_be_mended(page, client, live_server, tmp_path):
    lena = official(Role.PUBLISHER)
    batch = bring_in(contracts_file(tmp_path, CONTRACTS), by=lena).imported.batch
    sign_in(page, client, lena, address=live_server.url)
    look_at(page, at(live_server, "imports"), name="imports-to-mend")

    with page.expect_download() as begun:
        page.get_by_role("link", name="Download to mend").click()
    path = tmp_path / "mended.xlsx"
    begun.value.save_as(path)
    page.goto(at(live_server, "upload-import"))
    page.get_by_label("Contracts").check()
    page.get_by_label("The file").set_input_files(path)
    page.get_by_label("Whose register is it?").fill("Wexmoor")
    click(page.get_by_role("button", name="Upload and read it"))
    click(page.get_by_role("link", name="See what it would change"))

    expect(page.get_by_text("The same as before")).to_be_visible()
    look_at(page, page.url, name="import-preview-mended")
    assert batch.row_count == 2
