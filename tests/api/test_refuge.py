"""A refuge is planted, withheld, and looked for in every byte that the API gives."""

import re
from datetime import timedelta
from urllib.parse import unquote_plus

import pytest
from django.test import Client

from almoner.accounts.roles import Role
from almoner.registers.grounds import Ground
from almoner.registers.operations.withholding import propose_withholding
from tests.api.asking import V1, get
from tests.architecture.routes import ACCESS
from tests.factories import DAY, NOON, WithholdingFactory, official
from tests.web.public.doors import references_of
from tests.web.public.refuge import (
    NAME,
    PRINTED,
    SECOND_NAME,
    TOTAL,
    WORDS,
    Walk,
    answer,
    freeze,
    plant,
    taken_down,
    tokens_of,
    whole,
)

pytestmark = pytest.mark.django_db
LINK = re.compile(r'"https://wexmoor\.test(/api/[^"#]*)"')
LISTS = ["registers/spend", "registers/contracts", "registers/grants"]
BEGIN = [
    V1,
    f"{V1}nothing",
    *(f"{V1}{rest}?limit=1" for rest in [*LISTS, "organisations", "editions"]),
    *(f"{V1}{rest}?as_at=2026-11-25&known={known}" for rest in LISTS for known in ("now", "then")),
    *(f"{V1}{rest}?since=2020-01-01" for rest in LISTS),
    *(f"{V1}{rest}/totals?at_least=1" for rest in LISTS),
]
ASKED = [
    *(f"{V1}{rest}?q={{}}" for rest in [*LISTS, "organisations"]),
    *(f"{V1}{rest}/totals?q={{}}" for rest in LISTS),
    *(f"{V1}{rest}?since=2020-01-01&q={{}}" for rest in LISTS),
    *(f"{V1}{rest}?as_at={DAY}&known=now&q={{}}" for rest in LISTS),
]
NUMBERED = [
    *(f"{V1}{rest}?organisation={{}}" for rest in LISTS),
    *(f"{V1}{rest}/totals?organisation={{}}" for rest in LISTS),
    f"{V1}organisations?identifier={{}}",
]
NAMED = {
    "PAY": [f"{V1}registers/spend/{{}}"],
    "AGR": [f"{V1}registers/contracts/{{}}", f"{V1}registers/grants/{{}}"],
    "ORG": [f"{V1}organisations/{{}}"],
}


@pytest.fixture
def refuge(tmp_path):
    return plant(tmp_path)


def walk(*begin):
    """Follow every address that an answer gives, and ask for every row by its reference."""
    client, waiting, pages = Client(), [*BEGIN, *begin], {}
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        pages[address] = page = whole(client.get(address))
        waiting += LINK.findall(page)
        waiting += [f"{V1}registers/spend/{found}" for found in re.findall(r"PAY-\w{12}", page)]
        for found in re.findall(r"AGR-\w{12}", page):
            waiting += [address.format(found) for address in NAMED["AGR"]]
    return Walk(pages)


def lines_but_address(told):
    """An answer without what it repeats of the address, and without its cursors, which differ."""
    status, body, queries = told
    return status, re.sub(r'"(address|next)":"[^"]*"', "", body), queries


def test_the_walk_asks_every_route_and_finds_every_word_of_a_refuge_that_is_public(refuge):
    walked = walk()

    routes = {name for name in ACCESS if name.startswith("api:")}
    assert routes <= walked.routes
    told = {token for _address, token in walked.naming(tokens_of(refuge))}
    unpriced = {token for token in tokens_of(refuge) if "," in token} | {PRINTED}
    # A payment's number in its publisher's books, and all the rest, are columns of some register.
    assert set(tokens_of(refuge)) - unpriced - told == set()
    assert walked.naming([f"{TOTAL:.2f}"])


def test_a_planted_refuge_that_is_taken_down_is_in_no_byte_that_the_api_gives(refuge):
    before = walk()

    taken_down(organisation=refuge)

    freeze(at=NOON + timedelta(days=1))
    after = walk(*before.pages)
    told = [*tokens_of(refuge), f"{TOTAL:.2f}"]
    # An old address that names it, such as one of its own, is all that is left of it.
    assert [(a, t) for a, t in after.naming(told) if t.lower() not in unquote_plus(a).lower()] == []
    assert walk().naming(told) == []


def test_a_planted_refuge_cannot_be_asked_after(refuge):
    taken_down(organisation=refuge)

    for address in ASKED:
        never = lines_but_address(answer(address, "Xyzzyva"))
        for word in [*WORDS, NAME]:
            assert lines_but_address(answer(address, word)) == never, (address, word)
    for address in NUMBERED:
        for said, instead in [
            ("GB-CHC-1198765", "GB-CHC-1198766"),
            (str(refuge), "ORG-2222222222"),
        ]:
            never = lines_but_address(answer(address, instead))
            assert lines_but_address(answer(address, said)) == never, (address, said)


def test_a_planted_refuge_answers_at_its_old_addresses_like_one_that_never_was(refuge):
    known = [one for several in references_of(refuge).values() for one in several]
    known = [one for one in known if one[:3] in NAMED]
    taken_down(organisation=refuge)

    for reference in known:
        kind = reference[:3]
        for address in NAMED[kind]:
            never = answer(address, f"{kind}-2222222222")
            assert never[0] == 404
            assert answer(address, reference) == never, address


def test_a_cursor_that_stands_at_a_withheld_row_goes_on_from_there(client, refuge):
    """It neither fails, which would say that the row is gone, nor begins anew."""
    first = get(client, f"{V1}registers/spend?limit=2")
    assert {row["supplier"] for row in first["rows"]} <= {NAME, SECOND_NAME}
    everything = get(client, f"{V1}registers/spend")["rows"]
    rest = [row for row in everything if row["supplier"] not in {NAME, SECOND_NAME}]

    taken_down(organisation=refuge)

    assert get(client, first["next"])["rows"] == rest[:2]
    assert get(client, f"{V1}registers/spend?limit=2")["rows"] == rest[:2]
    organisations = get(client, f"{V1}organisations?limit=1")
    assert organisations["next"]


def test_totals_and_tags_change_when_something_is_withheld(client, refuge):
    before = client.get(f"{V1}registers/spend/totals")

    taken_down(organisation=refuge)

    after = client.get(f"{V1}registers/spend/totals")
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.json()["revision"] != before.json()["revision"]
    assert after.json()["count"] == before.json()["count"] - 3


def test_what_is_only_proposed_to_be_withheld_is_no_sign_to_anybody(client, refuge):
    before = client.get(f"{V1}registers/spend").headers["ETag"]

    propose_withholding(
        WithholdingFactory.build(
            organisation=refuge,
            ground=Ground.PERSONAL_DATA,
            proposed_by=None,
            decided_by=None,
            decided_at=None,
        ),
        by=official(Role.PUBLISHER),
        at=NOON,
    )

    assert client.get(f"{V1}registers/spend").headers["ETag"] == before
