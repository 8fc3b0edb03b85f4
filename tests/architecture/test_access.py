"""Who may open what: every address, asked by people of every kind. And asking changes nothing."""

import re
from functools import partial
from http import HTTPStatus

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from almoner.accounts.roles import Role
from almoner.core.models import Event
from tests.architecture.first_look import asked_at_first_look, of_two_roles
from tests.architecture.lines import told_by_line, unheard
from tests.architecture.routes import ACCESS, ANYONE, SIGNED_IN, routes
from tests.architecture.world import NOBODY, NOW, STRANGER, address, ask, tell_world
from tests.strangers import newcomer
from tests.worlds import made_once, undone

pytestmark = pytest.mark.django_db
MOST = 15
BACKEND = "django.contrib.auth.backends.ModelBackend"
WRITES = re.compile(
    r'\s*(INSERT|UPDATE|DELETE|REPLACE)\b.*?"?(?P<table>[a-z]+_\w+)"?', re.IGNORECASE
)
# Sessions, counters and the log of reads are what a GET may leave behind.
LEFT_BY_READING = {
    "django_session",
    "usersessions_usersession",
    "almoner_cache",
    "accounts_accessentry",
    "account_emailaddress",  # the copy of a person's address that sign-in keeps for itself
    "accounts_user",  # only the moment of signing in: the guard refuses the rest
}


def test_every_route_says_who_may_open_it():
    assert {name for name, _view in routes()} == set(ACCESS)


def test_only_the_listed_routes_do_without_signing_in():
    # These two of allauth's send whoever is not signed in away by themselves.
    by_themselves = {"account_logout", "mfa_authenticate"}
    public = {name for name, view in routes() if not getattr(view, "login_required", True)}

    assert public - by_themselves == {name for name, may in ACCESS.items() if may == ANYONE}


def may_open(name, who):
    may = ACCESS[name]
    if may == ANYONE:
        return True
    return who != NOBODY and (may == SIGNED_IN or (who != STRANGER and who in may))


def is_opened(name, answer):
    """Whether somebody was let in: not sent to sign in, not refused, not told there is nothing."""
    if answer.headers.get("Location", "").startswith(reverse("account_login")):
        return ACCESS[name] == ANYONE  # a public address may lead there, such as a used link
    if answer.status_code == HTTPStatus.NOT_FOUND:
        return ACCESS[name] in {ANYONE, SIGNED_IN}  # one has no second factor to remove yet
    return answer.status_code != HTTPStatus.FORBIDDEN


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with made_once(django_db_blocker, tmp_path_factory.mktemp("world")):
        with told_by_line() as writers:
            told = tell_world()
        yield {**told, "writers": writers}


def worth_asking(may, clients):
    """Everybody, or where no role matters, one of each kind."""
    if may in {ANYONE, SIGNED_IN}:
        return [(who, clients[who]) for who in (NOBODY, STRANGER, "administrator")]
    return clients.items()


def clients_of(people):
    """For each of these a way to a client that is signed in: each time a new one, but signing in
    once.
    """
    cookies = {}
    for who, person in people.items():
        client = newcomer()
        if person:
            client.force_login(person, backend=BACKEND)
        cookies[who] = {name: morsel.value for name, morsel in client.cookies.items()}
    return {who: partial(client_with, held) for who, held in cookies.items()}


def client_with(cookies):
    client = newcomer()
    client.cookies.load(cookies)
    return client


def test_everybody_may_open_what_the_table_says_and_nothing_else(world, settings):
    settings.KEPT_MB = 1  # as at work: whoever was asked about before is known
    wrong = []
    with time_machine.travel(NOW, tick=False):
        clients = clients_of(world["people"])
        for name in ACCESS:
            url = address(name, world)
            for who, client in worth_asking(ACCESS[name], clients):
                with undone():
                    answer = ask(client(), url)
                    if is_opened(name, answer) != may_open(name, who):
                        wrong.append(f"{who} {answer.status_code} {url}")

    assert wrong == []


def test_no_get_writes(world):
    written = []

    def watch(execute, sql, params, many, context):
        write = WRITES.match(sql)
        if write and write["table"] not in LEFT_BY_READING:
            written.append(f"{name}: {sql[:80]}")
        return execute(sql, params, many, context)

    with time_machine.travel(NOW, tick=False), connection.execute_wrapper(watch):
        administrator = clients_of(world["people"])["administrator"]
        for name in ACCESS:
            url, lines = address(name, world), Event.objects.count()
            with undone():
                answer = administrator().get(url)
                if answer.streaming:
                    b"".join(answer.streaming_content)
                assert Event.objects.count() == lines, name

    assert written == []


def test_what_is_kept_until_some_lines_come_is_changed_by_no_other(world):
    """Declare of what is kept, in an app's `due.py` say, all kinds of line that may change it."""
    with time_machine.travel(NOW, tick=False):
        person = world["people"]["approver"]
        assert world["writers"]["actions_action"]
        missed = list(unheard(world["writers"], on=NOW.date(), person=person))

    assert not missed, "\n".join(missed)


def test_my_work_asks_fifteen_questions_at_most_by_the_first_look_after_a_line(world, settings):
    """Whoever looks; where a new source of what is due asks for more, say of it what changes it."""
    settings.KEPT_MB, too_many = 1, []
    officials = {who: one for who, one in world["people"].items() if who in set(Role)}
    officials |= {person.username: person for person in of_two_roles()}
    assert len(officials) == len(Role) + 2
    with time_machine.travel(NOW, tick=False), undone():
        for who, client in clients_of(officials).items():
            for kind, count, asked in asked_at_first_look(client()):
                if count > MOST:
                    too_many.append(f"{who}, {kind}: {count}\n" + "\n".join(s[:150] for s in asked))

    assert not too_many, "\n".join(too_many)
