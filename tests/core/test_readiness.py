from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from almoner.core import readiness
from almoner.core.leases import take_lease
from almoner.core.readiness import has_room, is_database_reachable, is_migrated, is_worker_alive
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def test_a_database_that_answers_is_reachable():
    assert is_database_reachable()


def test_a_database_that_is_gone_is_not_reachable():
    def gone(*_):
        raise OperationalError("gone")

    with connection.execute_wrapper(gone):
        assert not is_database_reachable()


def test_the_tables_are_up_to_date_once_every_migration_was_applied():
    assert is_migrated()

    MigrationRecorder(connection).record_unapplied("core", "0002_seals")

    assert not is_migrated()


def test_there_is_room_in_a_folder_that_is_yet_to_be_made(tmp_path, monkeypatch):
    assert has_room(tmp_path / "files" / "later")

    monkeypatch.setattr(readiness, "ROOM_NEEDED", 2**62)

    assert not has_room(Path(tmp_path))


def test_a_worker_is_alive_while_its_lease_lasts():
    soon = NOON + timedelta(seconds=60)
    take_lease("worker:1", holder="1", until=soon, at=NOON)

    assert is_worker_alive(at=NOON)
    assert not is_worker_alive(at=soon)
