"""No public page asks the database more than twelve questions, nothing kept from the page before:
neither where rows are held and withheld, which takes the most, nor where there are many.

One page asks more, once: `/registers/` counts what is withheld on each ground.
"""

from datetime import date

import pytest

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.registers.kinds import Register
from tests.commissions.factories import grant_case
from tests.commissions.plans import planned
from tests.factories import official
from tests.registers.agreement_files import bring_in, contracts_file, grants_file
from tests.web.public.published import queries_of
from tests.web.public.refuge import SPEND_HEADER, freeze, taken_down
from tests.web.public.test_held_rows import CONTRACTS, GRANTS, SPEND

pytestmark = pytest.mark.django_db
MOST = 12
YOUTH = "Copper Street Youth"
DATES = ",,01/04/2025,31/03/2027"
LISTS = [
    "/",
    "/organisations/",
    "/organisations/?q=copper",
    "/editions/",
    "/duties/",
    "/places/",
    "/search/?q=copper",
    "/search/?q=coppar",
    "/catalogue/",
    "/feeds/",
    "/forward-plan/",
    "/decisions/",
]
LISTS += ["/registers/spend/", "/registers/spend/?q=work&organisation=copper", "/about/privacy/"]
LISTS += ["/registers/contracts/", "/registers/contracts/?q=play&recipient=copper&department=x"]
LISTS += ["/registers/grants/", "/registers/grants/?as_at=2026-03-09", "/editions/spend/2026-02/1/"]


@pytest.fixture
def world(tmp_path):
    """Some rows held, an organisation withheld, and agreements and payments that are neither; and
    a case that is planned in public.
    """
    _bring_in(tmp_path, "", rows=1)
    planned(grant_case(), opens_in=date(2098, 6, 1), starts_in=date(2098, 9, 1))
    taken_down(organisation=Organisation.objects.get(name="Quay Street Advice"))
    taken_down(agreement=Agreement.objects.get(versions__said__reference="W-1"))
    freeze()
    return tmp_path


def test_no_public_page_asks_more_than_twelve_questions(client, world):
    asked = {page: queries_of(client, page) for page in [*LISTS, *_records()]}

    assert {page: count for page, count in asked.items() if count > MOST} == {}


def test_every_public_page_asks_as_much_for_many_rows_as_for_few(client, world):
    pages = [*LISTS, *_records()]
    few = {page: queries_of(client, page) for page in pages}

    _bring_in(world, "more", rows=60)

    assert {page: queries_of(client, page) for page in pages} == few


def test_the_page_of_registers_counts_what_is_withheld_once_while_it_stands(
    client, world, settings
):
    settings.KEPT_MB = 1
    client.get("/registers/")

    assert queries_of(client, "/registers/?again") <= MOST


def _bring_in(folder, name, *, rows):
    by, each = official(Role.PUBLISHER), range(rows)
    spend = [f"{YOUTH},2026-02-0{n % 9 + 1},{n}1.50,Work,Play {n}{name},P{n}{name}" for n in each]
    contracts = [f"C-{n}{name},Play {n},{YOUTH},{DATES},{n}25," for n in each]
    withheld = f"W-1{name},Tea,Copper Tea{name},{DATES},9,"
    grants = [f"G-{n}{name},Play {n},{YOUTH},,05/02/2026,{n}50,Work {n}" for n in each]
    held = ([], [], []) if name else (CONTRACTS, GRANTS, SPEND)
    for path, register in [
        (
            contracts_file(folder, [*held[0], withheld, *contracts], name=f"{name}c.csv"),
            Register.CONTRACTS,
        ),
        (grants_file(folder, [*held[1], *grants], name=f"{name}g.csv"), Register.GRANTS),
        (
            contracts_file(folder, [*held[2], *spend], name=f"{name}s.csv", header=SPEND_HEADER),
            Register.SPEND,
        ),
    ]:
        bring_in(path, register, by=by, publisher="Wexmoor Council")


def _records():
    youth = Organisation.objects.get(name=YOUTH)
    payment = Payment.objects.filter(organisation=youth).earliest("pk")
    contract, grant = (
        Agreement.objects.filter(kind=kind, versions__organisation=youth).earliest("pk")
        for kind in ("contract", "grant")
    )
    return [
        f"/organisations/{youth}/",
        f"/registers/spend/{payment}/",
        f"/registers/contracts/{contract}/",
        f"/registers/grants/{grant}/",
    ]
