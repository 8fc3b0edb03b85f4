import pytest
from django.db import connection

from almoner.core.checks import declared_seals
from tests.guard import arranging, guard


def pytest_collection_modifyitems(items):
    for item in items:
        for engine in item.iter_markers("engine"):
            other = connection.vendor not in engine.args
            item.add_marker(pytest.mark.skipif(other, reason=f"only on {engine.args[0]}"))


@pytest.fixture(autouse=True)
def _only_operations_write():
    with connection.execute_wrapper(guard):
        yield


@pytest.fixture(scope="session", autouse=True)
def _flushing_lifts_the_seals():
    """Django empties every table after a test that commits, which the ledger refuses."""
    flush, vendor = connection.ops.execute_sql_flush, connection.vendor
    seals = declared_seals(vendor)

    def lift_flush_and_seal(statements):
        with arranging():
            lifted = [seal.lifting_sql(vendor) for seal in seals]
            flush([*lifted, *statements, *(seal.sql(vendor) for seal in seals)])

    connection.ops.execute_sql_flush = lift_flush_and_seal
