import os

import pytest
from django.conf import settings as django_settings
from django.core.management.commands import flush as flush_command
from django.db import connection
from django.template import engines
from django.utils import translation
from hypothesis import settings

from tests.beginnings import begin_as_copy, throw_away
from tests.flushing import flushing
from tests.guard import arranging, guard
from tests.unknown_words import UnknownWord

# A slow machine is no bug: nothing here asserts how long anything takes.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_configure():
    """What a test arranges is no line of the ledger, by which what is kept would be let go."""
    django_settings.KEPT_MB = 0


def pytest_collection_modifyitems(items):
    for item in items:
        for engine in item.iter_markers("engine"):
            other = connection.vendor not in engine.args
            item.add_marker(pytest.mark.skipif(other, reason=f"only on {engine.args[0]}"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Leave out what draws a PDF where nothing can draw one, unless everything must run."""
    try:
        return (yield)
    except OSError as error:
        if "pango" in str(error) and os.environ.get("REQUIRE_ALL") != "1":
            pytest.skip("Pango is not installed")
        raise


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """As pytest-django calls the last moment before it makes the database."""
    begin_as_copy()
    yield
    throw_away()


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Take the copy for the database. PostgreSQL copies by itself, while it makes one."""
    return connection.vendor == "sqlite"


@pytest.fixture(autouse=True)
def _only_operations_write():
    with connection.execute_wrapper(guard):
        yield


@pytest.fixture(scope="session", autouse=True)
def _flushing_lifts_the_seals():
    """Django empties every table after a test that commits, which the ledger refuses; and there
    are hundreds, of which few hold anything.
    """
    # Of every connection: a journey's browser runs a loop, in which this thread has another.
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_what_is_full(self, _statements):
        with arranging():
            flush(self, flushing(self.connection))

    operations.execute_sql_flush = flush_what_is_full
    # What Django would then write anew for each model was not flushed.
    flush_command.emit_post_migrate_signal = lambda *_args, **_kwargs: None


@pytest.fixture(autouse=True)
def _templates_know_their_words():
    """For every test again: a test that changes certain settings gets a new engine."""
    engines["django"].engine.string_if_invalid = UnknownWord("%s")


@pytest.fixture(autouse=True)
def _each_speaks_english_until_asked():
    """A request leaves its language behind, and the next test would be answered in it."""
    yield
    translation.deactivate()
