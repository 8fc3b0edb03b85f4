from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory

from almoner.api.limits import Counter, client_of, counter
from tests.api.asking import V1, get
from tests.factories import NOON

pytestmark = pytest.mark.django_db
REGISTERS = f"{V1}registers"


@pytest.fixture(autouse=True)
def _in_one_minute():
    with time_machine.travel(NOON, tick=False):
        yield


def test_every_answer_says_how_much_is_left(client, settings):
    settings.API_LIMIT = 600

    headers = [client.get(REGISTERS).headers for _time in range(2)]

    assert headers[0]["RateLimit-Policy"] == '"address";q=600;w=60'
    assert [said["RateLimit"].split(";")[:2] for said in headers] == [
        ['"address"', "r=599"],
        ['"address"', "r=598"],
    ]


def test_whoever_asks_too_often_is_told_how_long_to_wait(client, settings):
    settings.API_LIMIT = 3

    answers = [client.get(REGISTERS).status_code for _time in range(3)]
    refused = client.get(REGISTERS)

    assert answers == [200, 200, 200]
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert "Ask again in 60 seconds" in refused.json()["detail"]
    assert refused.headers["RateLimit"] == '"address";r=0;t=60'
    assert client.get(REGISTERS, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_no_limit_is_set_by_nought(client, settings):
    settings.API_LIMIT = 0

    assert get(client, REGISTERS)["registers"]
    assert "RateLimit" not in client.get(REGISTERS).headers


def test_processes_share_the_count_and_most_requests_write_nothing(django_assert_num_queries):
    one, other = Counter(), Counter()
    told = [process.take("a", limit=40, at=NOON) for process in [one, other] * 20]

    assert [allowance.is_refused for allowance in told] == [False] * 40
    assert one.take("a", limit=40, at=NOON).is_refused
    assert other.take("a", limit=40, at=NOON).is_refused
    assert not other.take("b", limit=40, at=NOON).is_refused
    with django_assert_num_queries(0):
        other.take("b", limit=40, at=NOON)


def test_a_minute_later_there_is_leave_again():
    one = Counter()
    assert not one.take("a", limit=1, at=NOON).is_refused
    assert one.take("a", limit=1, at=NOON).is_refused

    assert not one.take("a", limit=1, at=NOON + timedelta(minutes=1)).is_refused


def test_the_cache_keeps_no_address_of_anybody(client, settings):
    settings.API_LIMIT = 600

    client.get(REGISTERS, REMOTE_ADDR="192.0.2.7")

    window = counter._window
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    assert "192.0.2.7" not in client_of(request)
    assert cache.get(f"api:{window}:{client_of(request)}") == 30


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
    ],
)
def test_whoever_has_one_address_of_a_network_of_ipv6_has_them_all(one, other, are_same):
    asked = [client_of(RequestFactory().get("/", REMOTE_ADDR=said)) for said in (one, other)]

    assert (asked[0] == asked[1]) == are_same


def test_those_whose_address_is_not_known_share_one():
    request = RequestFactory().get("/", REMOTE_ADDR="")

    assert client_of(request) == client_of(RequestFactory().get("/", REMOTE_ADDR=""))
