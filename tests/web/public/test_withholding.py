"""A refuge is planted, withheld, and looked for in every byte that the public can read."""

import re
from datetime import date, timedelta
from functools import cache
from http import HTTPStatus

import pytest
from django.test import override_settings
from django.urls import resolve

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.states import AgreementKind
from almoner.documents.models import StoredFile
from almoner.organisations.groups import at_one_with
from almoner.organisations.models import Organisation
from almoner.papers.models import Document
from almoner.registers.kinds import Register
from almoner.registers.models import Edition
from almoner.registers.operations import folder_of
from almoner.registers.operations.withholding import take_down
from almoner.registers.publicity import (
    public_agreements_as_at,
    public_agreements_known,
    public_history_of,
    public_payments_as_at,
)
from almoner.registers.tasks import replace_what_was_taken_down
from almoner.search.audiences import PUBLIC
from almoner.search.operations import rebuild_index
from almoner.search.queries import matches
from almoner.search.sources import sources
from tests.architecture.routes import ACCESS, ANYONE
from tests.factories import DAY, NOON, WithholdingFactory
from tests.strangers import newcomer
from tests.web.public.doors import (
    DOORS,
    NEVER,
    asked,
    by_reference,
    linked,
    named_by,
    read_otherwise,
    references_of,
    sent_by_forms,
)
from tests.web.public.published import bytes_of, publish, read
from tests.web.public.refuge import (
    FEW_WORDS,
    NAME,
    ORIGINAL,
    PRINTED,
    TOTAL,
    WORDS,
    answer,
    freeze,
    plant,
    taken_down,
    tokens_of,
    unpacked,
    walk,
)
from tests.worlds import copy_files, made_once

pytestmark = pytest.mark.django_db
NEXT_NOON = NOON + timedelta(days=1)


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    body = override_settings(BODY_NAME="Wexmoor Council", ADDRESS="https://wexmoor.test")
    with body, made_once(django_db_blocker, folder):
        yield plant(folder), folder


@pytest.fixture(scope="module")
def before(planted):
    """What could be read before anything was withheld."""
    return walk(*read_otherwise())


@pytest.fixture
def refuge(planted, tmp_path):
    refuge, folder = planted
    copy_files(folder, tmp_path)
    refuge.refresh_from_db()
    return refuge


def every_file():
    """The bytes of every file of every edition on the disk."""
    folders = [folder_of(edition) for edition in Edition.objects.all()]
    return {
        path: unpacked(path.read_bytes()).lower() for folder in folders for path in folder.iterdir()
    }


def naming(files, tokens):
    return [(p.name, t) for p, said in files.items() for t in tokens if t.lower().encode() in said]


def test_the_walk_reads_every_public_page_and_finds_every_word_of_a_refuge_that_is_public(
    before, refuge
):
    assert linked() - before.routes == set()
    told = {token for _address, token in before.naming(tokens_of(refuge))}
    unpriced = {token for token in tokens_of(refuge) if "," in token}
    assert set(tokens_of(refuge)) - unpriced - told == set()
    assert before.naming([f"{TOTAL:,.2f}"])


def test_the_original_of_a_contract_is_in_no_byte_that_the_public_can_read(before, refuge):
    files = StoredFile.objects.values_list("reference", "place")
    documents = Document.objects.values_list("reference", flat=True)
    told = [ORIGINAL, *(word for row in files for word in row), *documents]

    assert {token for _address, token in before.naming([PRINTED])} == {PRINTED}
    assert before.naming(told) == []
    assert naming(every_file(), told) == []


def test_a_planted_refuge_that_is_taken_down_is_in_no_byte_that_the_public_can_read(before, refuge):
    taken_down(organisation=refuge)

    freeze(at=NEXT_NOON)
    after = walk(*read_otherwise())
    again = walk(*before.pages, after=after)
    told = [*tokens_of(refuge), f"{TOTAL:,.2f}", f"{TOTAL:.2f}"]
    assert after.naming(told) == []
    assert [(a, t) for a, t in again.naming(told) if t.lower() not in a.lower()] == []
    assert naming(every_file(), told) == []


def test_a_planted_refuge_is_gone_under_both_its_names_whichever_of_them_is_withheld(
    before, refuge
):
    taken_down(organisation=refuge.members.get())

    freeze(at=NEXT_NOON)
    told = tokens_of(refuge)
    after = walk()
    assert after.naming(told) == []
    again = walk(*before.pages, after=after)
    assert [(a, t) for a, t in again.naming(told) if t.lower() not in a.lower()] == []
    assert naming(every_file(), told) == []


def test_every_address_that_is_open_to_anyone_says_how_it_is_called():
    assert {name for name, may in ACCESS.items() if may == ANYONE} == set(DOORS)


def test_every_question_that_a_public_form_can_ask_is_asked_below(before):
    known = {(name, asks) for name, door in DOORS.items() for asks in door.answers}

    linked_to = {a: page for a, page in before.pages.items() if a not in read_otherwise()}
    assert sent_by_forms(linked_to) - known == set()


def test_a_planted_refuge_cannot_be_asked_after(refuge):
    taken_down(organisation=refuge)

    for register in Register:  # whose page remembers the words that it suggests
        bytes_of(newcomer().get(f"/registers/{register}/"))
    never = cache(answer)
    for said in WORDS:
        # Of as many words: a single one is asked for its sums besides.
        unknown = " ".join(["Xyzzyva"] * len(re.findall(r"\w+", said)))
        for _name, address, word in asked(said, of_twins=said in FEW_WORDS):
            assert answer(address, word) == never(address, unknown), (address, word)
    for said in (one for several in references_of(refuge).values() for one in several):
        for _name, address, word in by_reference(said):
            assert answer(address, word) == never(address, f"{said[:4]}{NEVER}"), (address, word)


def test_a_planted_refuge_answers_at_its_old_addresses_like_one_that_never_was(refuge):
    found = named_by(references_of(refuge))
    was_there = {route_of(address) for address, said, _ in found if opens(address.format(said))}
    assert was_there == {name for name, door in DOORS.items() if door.named}

    taken_down(organisation=refuge)

    for address, reference, wanted in found:
        never = answer(address, wanted)
        assert never[0] == HTTPStatus.NOT_FOUND
        assert answer(address, reference) == never, address


def route_of(address):
    return resolve(address.format(NEVER)).view_name


def opens(address):
    response = newcomer().get(address)
    return bool(bytes_of(response)) and response.status_code == HTTPStatus.OK


def test_a_planted_refuge_is_withheld_on_every_day_past(refuge):
    taken_down(organisation=refuge)

    both = at_one_with(Organisation.objects.filter(pk=refuge.pk))
    agreement = Agreement.objects.filter(versions__organisation=refuge).first()
    for day in (DAY, DAY + timedelta(days=1), date.max - timedelta(days=1)):
        assert not public_payments_as_at(day).filter(organisation__in=both).exists()
        for kind in AgreementKind:
            assert not public_agreements_as_at(kind, day).filter(organisation__in=both).exists()
            assert not public_agreements_known(kind, day).filter(organisation__in=both).exists()
    assert not public_history_of(agreement).exists()


def test_a_planted_refuge_stays_withheld_when_more_of_it_comes_and_the_index_is_made_again(
    refuge, tmp_path
):
    taken_down(organisation=refuge)

    publish(tmp_path, [f"{NAME},2026-02-25,9191.91,Grants,Lavendergate"], name="more.csv")
    for kind in sources:
        rebuild_index(kind)

    told = [*tokens_of(refuge), "9191.91", "9,191.91", "Lavendergate"]
    assert walk().naming(told) == []
    assert [matches(word, audiences=[PUBLIC]).count() for word in [*WORDS, "Lavendergate"]] == [
        0 for _word in [*WORDS, "Lavendergate"]
    ]


def test_a_planted_agreement_that_is_withheld_alone_is_gone_and_the_rest_of_its_supplier_is_not(
    before, refuge
):
    version = AgreementVersion.objects.get(said__reference="QFC-77")
    told = [str(version.agreement), "QFC-77", "Wintergreen", "86421.19", "86,421.19", PRINTED]
    left = ["QFC-78", "7317.31", NAME]
    assert {token for _, token in before.naming(told)} == set(told)

    taken_down(agreement=version.agreement)

    freeze(at=NEXT_NOON)
    after = walk()
    assert {token for _, token in after.naming(left)} == set(left)
    assert after.naming(told) == []
    assert walk(*before.pages, after=after).naming(told) == []
    assert naming(every_file(), told) == []
    assert matches("Wintergreen", audiences=[PUBLIC]).count() == 0


def test_an_edition_says_what_was_taken_out_of_it_and_while_it_is_made_again(client, refuge):
    edition = Edition.objects.get(dataset="spend")
    address, file = "/editions/spend/2026-02/1/", "spend-2026-02.csv"
    wanted = WithholdingFactory.build(
        organisation=refuge, proposed_by=None, decided_by=None, decided_at=None
    )

    take_down(wanted, by=edition.issued_by, at=NOON)

    page = read(client, address)
    assert "Its files are being made again without those rows" in page
    assert "4 March 2026: Safety of a person" in page
    assert edition.digest in page
    assert "being made again" in read(client, "/editions/")
    read(client, f"{address}{file}", status=404)
    replace_what_was_taken_down(NOON)
    assert "taken-down.txt" in read(client, address)
    assert len(read(client, f"{address}{file}").splitlines()) == 1 + 9
