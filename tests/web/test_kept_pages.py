from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client import REGISTRY

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement
from almoner.agreements.search import AGREEMENT, index_agreement
from almoner.organisations.models import Organisation
from almoner.payments.events import MatchEvent, MatchingRuleEvent
from almoner.registers.kinds import Register
from almoner.registers.revision import QUIET
from almoner.search.operations import remove_entries
from almoner.web.kept_pages import KEPT, Page, Shelf
from tests.architecture.routes import ACCESS, ANYONE
from tests.factories import NOON, official
from tests.registers.agreement_files import brought_in, grants_file
from tests.web.public.published import publish, queries_of, read
from tests.web.public.refuge import taken_down

pytestmark = pytest.mark.django_db
LIST, CONTACT = "/registers/spend/", "/about/contact/"
AGAIN = 1  # only where the ledger ends
COUNTED = "almoner_kept_pages_total"


@pytest.fixture(autouse=True)
def _pages_are_kept(settings, tmp_path):
    settings.KEPT_MB, settings.FILES = 1, tmp_path / "files"


@pytest.fixture
def spend(db, tmp_path):
    return publish(tmp_path)


def test_a_page_is_drawn_once_while_nothing_that_is_public_changes(client, spend):
    first = client.get(LIST)

    assert queries_of(client, LIST) == AGAIN
    again = client.get(LIST)
    assert again.content == first.content
    told = [{**answer.headers, "X-Request-ID": ""} for answer in (first, again)]
    assert told[0] == told[1]


def test_a_page_is_drawn_again_as_soon_as_something_was_imported(client, spend, tmp_path):
    read(client, LIST)

    publish(tmp_path, ["Quay Nine,2026-02-09,9.00,Grants,New"], name="more.csv")

    assert "Quay Nine" in read(client, LIST)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (LIST, "Harbour Trust"),
        (f"{LIST}?q=harbour", "Harbour Trust"),
        ("/organisations/", "Harbour Trust"),
        ("/", "1,180.49"),
        ("/registers/", "1,180.49"),
    ],
)
def test_what_is_withheld_is_gone_from_every_kept_page_at_once(client, spend, page, words):
    before = read(client, page)

    taken_down(organisation=Organisation.objects.get(name="Harbour Trust"))

    assert words in before
    assert words not in read(client, page)


def test_a_page_is_drawn_again_on_the_next_day(client, spend):
    with time_machine.travel(NOON):
        read(client, LIST)

    with time_machine.travel(NOON + timedelta(days=1)):
        assert queries_of(client, LIST) > AGAIN


def test_no_page_is_kept_that_was_drawn_for_somebody_signed_in(client, spend):
    theirs = Client()
    theirs.force_login(official(Role.AUDITOR, name="Lena Ortiz"))

    assert "Lena Ortiz" in read(theirs, LIST)
    assert "Lena Ortiz" not in read(client, LIST)
    assert "Lena Ortiz" in read(theirs, LIST)


def test_no_page_is_kept_that_holds_the_token_of_a_form(client, spend):
    first = client.get(CONTACT)

    other = Client().get(CONTACT)

    assert first.cookies["csrftoken"].value != other.cookies["csrftoken"].value


def test_a_page_is_kept_in_each_language_by_itself(client, spend):
    read(client, LIST)

    welsh = client.get(LIST, headers={"Accept-Language": "cy"})

    assert welsh["Content-Language"] == "cy"
    assert 'lang="cy"' in welsh.content.decode()


def test_no_page_is_kept_that_was_found_by_words_since_the_index_follows_the_ledger(
    client, tmp_path
):
    brought_in(grants_file(tmp_path), Register.GRANTS)
    grant = Agreement.objects.get(versions__said__title="Beds in winter")
    page = "/registers/grants/?q=beds"
    remove_entries(AGREEMENT, [grant.reference])
    before = read(client, page)

    index_agreement(grant)

    assert "Beds in winter" not in before
    assert "Beds in winter" in read(client, page)


def test_no_page_is_kept_that_is_not_listed(client, spend):
    read(client, "/about/privacy/")

    assert queries_of(client, "/about/privacy/") > AGAIN


def test_an_address_that_leads_nowhere_is_not_kept(client, db):
    client.get("/registers/nowhere/")

    assert client.get("/registers/nowhere/").status_code == 404


@pytest.mark.parametrize("name", sorted(KEPT))
def test_every_page_that_is_kept_is_open_to_anyone(name):
    assert ACCESS[f"public:{name}"] == ANYONE


def test_nothing_is_kept_where_the_setting_says_so(client, spend, settings):
    settings.KEPT_MB = 0
    read(client, LIST)

    assert queries_of(client, LIST) > AGAIN


@pytest.mark.parametrize(
    "event", [MatchEvent.CONFIRMED, MatchEvent.UNDONE, MatchingRuleEvent.CONFIRMED]
)
def test_whatever_changes_the_payments_under_an_agreement_changes_what_is_public(event):
    assert event not in QUIET


def page_of(text):
    return Page.of("a state", HttpResponse(text))


def test_a_full_shelf_lets_go_of_what_nobody_asked_for_longest():
    shelf = Shelf(room=60)
    shelf.put("one", page_of("first"))
    shelf.put("two", page_of("second"))
    shelf.get("one")

    for number in range(3):
        shelf.put(number, page_of(f"later {number}"))

    assert shelf.get("two") is None
    assert shelf.get(2).response().content == b"later 2"


def test_a_shelf_counts_what_is_put_on_it_twice_once():
    shelf = Shelf(room=20)

    for _turn in range(9):
        shelf.put("one", page_of("first"))

    assert shelf.get("one").response().content == b"first"


def test_a_page_is_kept_for_each_host_of_ours_and_for_no_other(client, spend, settings):
    settings.ALLOWED_HOSTS = ["one.test", "two.test"]
    hosts = [*settings.ALLOWED_HOSTS, "other.test"] * 2

    answers = [client.get(LIST, headers={"Host": host}) for host in hosts]

    assert [answer.status_code for answer in answers] == [200, 200, 400] * 2


def test_what_should_have_come_by_https_is_sent_there_though_the_page_is_kept(spend, settings):
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get(LIST, secure=True).status_code == 200

    assert client.get(LIST).status_code == 301
    assert client.get(LIST, secure=True).status_code == 200


def test_an_answer_that_was_kept_is_logged_and_counted_under_an_id_of_its_own(
    client, spend, caplog
):
    first = client.get(f"{LIST}?q=harbour")
    before = REGISTRY.get_sample_value(COUNTED)

    with caplog.at_level("INFO", "almoner.web.kept_pages"):
        again = client.get(f"{LIST}?q=harbour")

    (line,) = [one.msg for one in caplog.records if one.name == "almoner.web.kept_pages"]
    assert (line["code"], line["request"]) == (200, f"GET {LIST}?…")
    assert line["request_id"] == again["X-Request-ID"] != first["X-Request-ID"]
    assert REGISTRY.get_sample_value(COUNTED) == before + 1


def test_where_the_database_cannot_be_asked_a_kept_page_is_not_told(client, spend):
    read(client, LIST)
    client.raise_request_exception = False

    def refused(*_):
        raise DatabaseError("gone")

    with connection.execute_wrapper(refused):
        answer = client.get(LIST)

    assert answer.status_code == 500
    assert answer["X-Request-ID"]


def test_letters_that_were_not_encoded_are_no_other_address(spend, settings):
    """As they are sent, these bytes are the words of the first and the address of the second."""
    client = Client()
    raw = client.get(LIST, QUERY_STRING="q=Harb\xc3\xb6ur")
    encoded = client.get(f"{LIST}?q=Harb%C3%83%C2%B6ur")

    assert "Harb\xf6ur" in raw.content.decode()
    assert "Harb\xf6ur" not in encoded.content.decode()


def test_pages_that_are_never_kept_ask_nothing_of_the_ledger(client, db):
    with CaptureQueriesContext(connection) as asked:
        client.get("/healthz")

    assert [one["sql"] for one in asked if "core_event" in one["sql"]] == []
