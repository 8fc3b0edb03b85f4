"""A refuge is planted in rows as they come in, and looked for in every public byte."""

import pytest

from almoner.accounts.roles import Role
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.registers.kinds import Register
from almoner.registers.models import Edition, Finding
from almoner.registers.operations import confirm_draft, folder_of
from almoner.search.audiences import PUBLIC
from almoner.search.operations import rebuild_index
from almoner.search.queries import matches
from almoner.search.sources import sources
from tests.factories import DAY, official
from tests.registers.agreement_files import (
    CONTRACT_HEADER,
    GRANT_HEADER,
    bring_in,
    contracts_file,
    grants_file,
)
from tests.registers.drafts import carried_on, read
from tests.registers.findings import judge, safe
from tests.web.public import refuge
from tests.web.public.published import read as page
from tests.web.public.refuge import answer, freeze, tokens_of, unpacked, walk

pytestmark = pytest.mark.django_db
REFUGE = "Womens refuge at 17 Quillfeather Lane ZX9 7QJ"
SPEND = [
    f"{refuge.NAME},2026-02-03,7317.31,Grants,Rent of the {REFUGE},QFINV881",
    f"{refuge.NAME},2026-02-17,4429.17,Brambleholt,Locks for the {REFUGE},QFINV882",
    "Quay Street Advice,2026-02-02,10.25,Grants,Advice,ADV1",
]
DATES = ",1198765,01/04/2025,31/03/2027"
CONTRACTS = [
    f"QFC-77,Wintergreen beds at the {REFUGE},{refuge.NAME},{DATES},86421.19,",
    f"QFC-78,Counselling at the {REFUGE},{refuge.NAME},{DATES},5151.51,",
    "C-1,Advice by telephone,Quay Street Advice,01234567,,01/04/2025,31/03/2027,2500,",
]
GRANTS = [
    f"QFG-31,Thistledown doors,{refuge.NAME},1198765,04/02/2026,6161.61,Doors of the {REFUGE}",
    "G-2,Mentoring,Copper Street Youth,,05/02/2026,750.25,Work with young people",
]


def by_command(folder):
    publisher = official(Role.PUBLISHER)
    for path, register in [
        (contracts_file(folder, CONTRACTS), Register.CONTRACTS),
        (grants_file(folder, GRANTS), Register.GRANTS),
        (contracts_file(folder, SPEND, name="s.csv", header=refuge.SPEND_HEADER), Register.SPEND),
    ]:
        bring_in(path, register, by=publisher, publisher="Wexmoor Council")


def by_wizard(_folder):
    for rows, header, register in [
        (CONTRACTS, CONTRACT_HEADER, Register.CONTRACTS),
        (GRANTS, GRANT_HEADER, Register.GRANTS),
        (SPEND, refuge.SPEND_HEADER, Register.SPEND),
    ]:
        publisher = official(Role.PUBLISHER)
        draft = read(
            rows, header=header, register=register, by=publisher, file_name=f"{register}.csv"
        )
        carried_on(confirm_draft(draft, by=publisher, at=draft.changed_at))


@pytest.mark.parametrize("bring", [by_command, by_wizard])
def test_a_refuge_in_rows_that_come_in_is_in_no_byte_that_the_public_reads_until_it_is_judged(
    bring, tmp_path, settings
):
    settings.FILES = tmp_path / "files"
    bring(tmp_path)
    planted = Organisation.objects.get(name=refuge.NAME)
    tokens = tokens_of(planted)
    assert Payment.objects.filter(organisation=planted).count() == 2

    freeze()
    for kind in sources:
        rebuild_index(kind)

    assert walk().naming(tokens) == []
    assert in_files(tokens) == []
    assert [matches(word, audiences=[PUBLIC]).count() for word in refuge.WORDS] == [0] * len(
        refuge.WORDS
    )
    for known in [planted, *Payment.objects.filter(organisation=planted)]:
        kind = "organisations" if known == planted else "registers/spend"
        never = f"{str(known)[:3]}-2222222222"
        for end in ("/", ".csv", ".json"):
            assert answer(f"/{kind}/{{}}{end}", str(known)) == answer(f"/{kind}/{{}}{end}", never)

    for finding in Finding.objects.all():
        judge(safe("public-by-law"), finding=finding, by=official(Role.PUBLISHER))

    told = {token for _address, token in walk().naming(tokens)}
    assert {"Quillfeather", "7317.31", str(planted)} <= told


def in_files(tokens):
    said = {
        path.name: unpacked(path.read_bytes()).lower()
        for edition in Edition.objects.all()
        for path in folder_of(edition).iterdir()
    }
    assert said
    return [(n, t) for n, whole in said.items() for t in tokens if t.lower().encode() in whole]


def test_a_twin_that_somebody_has_is_told_from_the_one_after_a_judgement(client, tmp_path):
    contracts_file(tmp_path, SPEND, name="s.csv", header=refuge.SPEND_HEADER)
    bring_in(tmp_path / "s.csv", Register.SPEND, known_from=DAY)
    before = client.get("/registers/spend.csv")["ETag"]

    judge(finding=Finding.objects.first(), by=official(Role.PUBLISHER))

    assert client.get("/registers/spend.csv")["ETag"] != before
    assert "Quillfeather" in page(client, "/registers/spend/")
