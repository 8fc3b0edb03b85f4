import json
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.timezone import now

from almoner.core.leases import take_lease
from tests.factories import official

pytestmark = pytest.mark.django_db
WELL = {"status": "ok", "database": True, "migrations": True, "disk": True}


def test_a_healthy_house_says_so_to_anyone(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {**WELL, "worker": False}
    assert "no-store" in answer["Cache-Control"]


def test_it_knows_whether_a_worker_is_alive(client):
    take_lease("worker:1", holder="1", until=now() + timedelta(minutes=1), at=now())

    assert client.get("/healthz").json() == {**WELL, "worker": True}


def test_a_house_without_its_tables_is_unavailable(client):
    MigrationRecorder(connection).record_unapplied("core", "0002_seals")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["migrations"] is False


def test_a_house_without_its_database_is_unavailable(client):
    def gone(*_):
        raise OperationalError("password authentication failed for user almoner")

    with connection.execute_wrapper(gone):
        answer = client.get("/healthz")

    assert answer.status_code == 503
    assert json.loads(answer.content) == {
        "status": "failing",
        "database": False,
        "migrations": False,
        "disk": True,
        "worker": False,
    }


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_nothing_is_posted_to_what_machines_read(client, path):
    assert client.post(path).status_code == 405


def test_the_metrics_are_for_this_machine(client):
    answer = client.get("/metrics")

    assert answer.status_code == 200
    assert b"django_http_requests" in answer.content


@pytest.mark.parametrize(
    "asked",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"headers": {"X-Forwarded-For": "203.0.113.9"}},
        {"headers": {"Via": "1.1 proxy"}},
    ],
)
def test_the_metrics_do_not_exist_for_anyone_else(client, asked):
    assert client.get("/metrics", **asked).status_code == 404


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Bearer right", 200),
        ("Bearer wrong", 404),
        ("right", 404),
        ("Bearer rïght", 404),
        ("", 404),
    ],
)
def test_where_there_is_a_token_the_metrics_are_for_whoever_has_it(client, settings, said, status):
    settings.METRICS_TOKEN = "right"

    answer = client.get("/metrics", headers={"Authorization": said}, REMOTE_ADDR="203.0.113.9")

    assert answer.status_code == status


def test_this_machine_too_needs_the_token_once_there_is_one(client, settings):
    settings.METRICS_TOKEN = "right"

    assert client.get("/metrics").status_code == 404


def test_an_answer_carries_the_id_under_which_it_was_logged(client, caplog):
    client.force_login(person := official())

    with caplog.at_level("INFO", "django_structlog"):
        answer = client.get("/healthz?token=secret", headers={"User-Agent": "Mozilla"})

    (line,) = [record.msg for record in caplog.records if "code" in record.msg]
    assert line["request_id"] == answer["X-Request-ID"]
    assert line["request"] == "GET /healthz?…"
    assert line["user_id"] == person.reference
    assert {"ip", "user_agent"} & set(line) == set()


def test_each_request_has_an_id_of_its_own(client):
    first, second = (client.get("/healthz")["X-Request-ID"] for _ in range(2))

    assert first != second
