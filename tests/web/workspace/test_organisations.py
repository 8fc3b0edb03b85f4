from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from almoner.accounts.roles import Role
from almoner.organisations.lookalikes import Pair, lookalikes
from almoner.organisations.models import Likeness, Organisation
from almoner.organisations.operations import propose_likenesses
from almoner.organisations.states import Basis, LikenessState
from almoner.registers.doubts import propose_what_is_in_doubt
from tests.factories import (
    NOON,
    OrganisationFactory,
    PaymentFactory,
    VersionFactory,
    WithholdingFactory,
    official,
)
from tests.organisations.groups import called, merge
from tests.registers.agreement_files import bring_in, contracts_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def etta(client):
    person = official(Role.FINANCE, name="Etta Quaye")
    client.force_login(person)
    return person


@pytest.fixture
def pair():
    """Two that look alike, which somebody is asked about."""
    both = called("Harbour Trust", "Harbour Trust Limited")
    propose_likenesses(lookalikes(), at=NOON)
    return both


def page(name, *things):
    return reverse(f"workspace:{name}", args=[str(thing) for thing in things])


def said(text):
    return " ".join(text.split())


def test_the_queue_shows_both_sides_of_what_awaits_a_decision(client, etta, pair):
    trust, limited = pair
    PaymentFactory(organisation=trust, amount=Decimal("1250.50"))
    PaymentFactory(organisation=limited, amount=Decimal(9))
    VersionFactory(organisation=limited, amount=Decimal(700))

    text = said(client.get(page("organisations")).text)

    assert "1 awaits a decision" in text
    assert "Their names differ only in legal form or small words" in text
    for words in (trust.reference, limited.reference, "1, £1,250.50", "1, £9.00", "1, £700.00"):
        assert words in text


def test_the_queue_says_so_when_nothing_awaits_a_decision(client, etta):
    assert "Nothing awaits a decision" in client.get(page("organisations")).text


def test_the_queue_names_the_file_and_the_row_that_left_a_doubt(client, etta, tmp_path):
    rows = [
        "C-1,Shelter,Harbour Trust,01234567,,01/04/2025,31/03/2027,1,",
        "C-2,Shelter,Quay Trust,,1234567,01/04/2025,31/03/2027,1,",
        "C-3,Shelter,Harbour Trust,01234567,1234567,01/04/2025,31/03/2027,1,",
    ]
    bring_in(contracts_file(tmp_path, rows))
    propose_what_is_in_doubt(at=NOON)

    text = said(client.get(page("organisations")).text)

    assert "A row’s numbers lead to both" in text
    assert "Row 4 of contracts.csv" in text
    assert "GB-COH-01234567" in text


def test_the_queue_asks_as_many_questions_however_much_there_is(
    client, etta, django_assert_num_queries
):
    def more(n):
        both = called(f"Harbour {n}", f"Harbour {n} Ltd")
        PaymentFactory(organisation=both[0])
        VersionFactory(organisation=both[1])
        propose_likenesses(lookalikes(), at=NOON)

    more(1)
    with CaptureQueriesContext(connection) as first:
        client.get(page("organisations"))
    for n in range(2, 6):
        more(n)

    with django_assert_num_queries(len(first)):
        client.get(page("organisations"))


def test_somebody_says_that_two_are_the_same_and_under_which_name(client, etta, pair):
    trust, limited = pair
    address = page("merge-organisations", trust, limited)
    assert "Under which name" in client.get(address).text

    answer = client.post(address, {"keep": limited.reference, "reason": "It changed its name"})

    assert answer.headers["Location"] == page("organisation", limited)
    trust.refresh_from_db()
    assert trust.survivor == limited
    text = said(client.get(page("organisation", limited)).text)
    assert "Merged into it" in text
    assert "Merged: Harbour Trust, Harbour Trust Limited. Shown as Harbour Trust Limited" in text
    assert "It changed its name" in text


def test_whoever_names_no_survivor_is_asked_again(client, etta, pair):
    answer = client.post(page("merge-organisations", *pair), {"keep": ""})

    assert answer.status_code == 200
    assert "Error:" in answer.text
    assert Organisation.objects.filter(survivor=None).count() == 2


def test_somebody_says_that_two_are_different(client, etta, pair):
    answer = client.post(page("keep-apart", *reversed(pair)), follow=True)

    assert "kept apart" in answer.text
    assert Likeness.objects.get().state == LikenessState.DIFFERENT
    assert "Nothing awaits a decision" in answer.text


def test_a_second_answer_to_the_same_question_is_a_conflict(client, etta, pair):
    client.post(page("keep-apart", *pair))

    assert client.post(page("keep-apart", *pair)).status_code == 409


def test_somebody_says_that_one_is_right_as_it_is(client, etta):
    (one,) = called("Harbour Trust")
    propose_likenesses([Pair(one.pk, None, Basis.HAS_ANOTHER)], at=NOON)
    assert "It is right: Harbour Trust" in client.get(page("organisations")).text

    client.post(page("find-right", one))

    assert Likeness.objects.get().state == LikenessState.RIGHT


def test_what_nobody_asked_is_not_answered(client, etta):
    one, other = called("One", "Two")

    assert client.post(page("keep-apart", one, other)).status_code == 404
    assert client.post(page("find-right", one)).status_code == 404
    assert client.get(page("part-organisation", one)).status_code == 404
    assert client.get(page("merge-organisations", one, one)).status_code == 404


def test_any_two_are_found_and_merged(client, etta):
    quay, north = called("Quay Street Advice", "North Quay Advice Centre")
    merge(OrganisationFactory(name="Advice at the Pier"), north)

    listed = client.get(page("organisations"), {"q": "pier"}).text
    beside = client.get(page("organisation", quay), {"q": "advice"}).text

    assert page("organisation", north) in listed
    assert "also Advice at the Pier" in listed
    assert page("merge-organisations", quay, north) in beside
    assert page("merge-organisations", quay, quay) not in beside
    assert "None found" in client.get(page("organisations"), {"q": "xyzzy"}).text


def test_one_that_is_merged_leads_to_its_survivor_and_is_parted_there(client, etta):
    trust, limited = called("Harbour Trust", "Quay Limited")
    PaymentFactory(organisation=limited, amount=Decimal(9))
    merge(limited, trust)
    assert client.get(page("organisation", limited)).headers["Location"] == page(
        "organisation", trust
    )
    assert page("part-organisation", limited) in client.get(page("organisation", trust)).text

    shown = said(client.get(page("part-organisation", limited)).text)
    client.post(page("part-organisation", limited), {"reason": "It was another"})

    assert "Part Quay Limited from Harbour Trust" in shown
    assert "1 payment of its own, £9.00" in shown
    limited.refresh_from_db()
    assert limited.survivor is None


def test_what_is_withheld_is_neither_merged_nor_parted_and_officials_are_told_why(
    client, etta, pair
):
    trust, _limited = pair
    withholding = WithholdingFactory(organisation=trust)

    text = client.get(page("merge-organisations", *pair)).text
    answer = client.post(page("merge-organisations", *pair), {"keep": trust.reference})

    assert f"{withholding} withholds {trust}" in text
    assert "Under which name" not in text
    assert answer.status_code == 409
    assert f"{withholding} withholds" in answer.text


def test_the_auditor_reads_and_decides_nothing(client, pair):
    client.force_login(official(Role.AUDITOR))

    text = client.get(page("organisations")).text

    assert "Side by side" in text
    assert "The same: merge" not in text
    assert "Is it the same as another?" not in client.get(page("organisation", pair[0])).text
    assert client.post(page("keep-apart", *pair)).status_code == 403


def test_my_work_says_in_one_line_how_many_await_a_decision(client, etta, pair):
    called("Harbour Trust Ltd")
    propose_likenesses(lookalikes(), at=NOON)

    text = client.get(page("home")).text

    assert "Say whether organisations are the same: 2 to decide" in text
    assert f'href="{page("organisations")}"' in text


def test_my_work_of_others_says_nothing_of_it(client, pair):
    client.force_login(official(Role.APPROVER))

    assert "Say whether organisations are the same" not in client.get(page("home")).text
