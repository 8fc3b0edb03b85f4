"""The API's own description of itself: it is a description as OpenAPI has it, and it is true."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, settings

from almoner.api.description import described
from almoner.registers.kinds import Register
from almoner.wsgi import application
from tests.api.asking import V1, get, tell

pytestmark = pytest.mark.django_db
TRIES = 8  # of each address, beyond the corners that are tried anyway: it is to take a minute


def as_a_server_is_asked():
    schema = schemathesis.openapi.from_dict(described(V1))
    schema.app = application
    # A cursor or a day that is well-formed may still be none of ours, or none at all.
    schema.config.checks.positive_data_acceptance.expected_statuses += ["400"]
    return schema


schema = as_a_server_is_asked()


@pytest.fixture(scope="module")
def world_for_all(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for every address, gone afterwards.

    A server drops connections between requests, and with them what a test has not committed.
    """
    folder, signals = tmp_path_factory.mktemp("world"), (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(FILES=folder):
        tell(folder)
        yield
        transaction.set_rollback(True)
    for signal in signals:
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=TRIES, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
def test_whatever_is_asked_is_answered_as_described(world_for_all, case):
    case.call_and_validate()


def test_it_is_openapi_3_1():
    schema.validate()

    assert schema.raw_schema["openapi"] == "3.1.0"


def test_it_tells_of_every_register_with_the_meaning_of_each_column(client):
    said = get(client, f"{V1}openapi.json")

    for register in Register:
        row = said["components"]["schemas"][f"{register.title()}Row"]
        assert all(column["description"] for column in row["properties"].values())
        assert f"{V1}registers/{register}/all.ndjson" in said["paths"]
    assert {method for path in said["paths"].values() for method in path} == {"get"}
