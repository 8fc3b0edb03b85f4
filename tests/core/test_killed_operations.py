"""An operation whose process is killed leaves nothing: no half of it, and no line."""

import os
import signal

import pytest

from almoner.accounts.models import User
from almoner.core.ledger import verify
from almoner.core.models import Event
from tests.factories import UserFactory
from tests.processes import start, wait_for
from tests.samples import rename

pytestmark = pytest.mark.django_db(transaction=True)

# `before` stops when the row is changed and no line is written; `after`, when one is.
STALLING = """
import sys, time
from pathlib import Path
import django
django.setup()
from almoner.accounts.models import User
from almoner.core import ledger
from almoner.core.operations import operation
from tests.factories import NOON
from tests.samples import SampleEvent

where, begun = sys.argv[1], Path(sys.argv[2])

def stall():
    begun.touch()
    time.sleep(60)

@operation
def rename_and_stall(person):
    User.objects.filter(pk=person.pk).update(name="Half")
    if where == "before":
        stall()
    ledger.record(SampleEvent.RENAMED, about=person, by=person, at=NOON)
    stall()

rename_and_stall(User.objects.get())
"""


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_killed_operation_leaves_nothing_and_holds_nobody_up(tmp_path, monkeypatch, where):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "almoner.settings")
    person, begun = UserFactory(name="Lena Ortiz"), tmp_path / "begun"
    killed = start("-c", STALLING, where, str(begun), home=tmp_path)
    wait_for(begun.exists)

    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()

    assert User.objects.get().name == "Lena Ortiz"
    assert not Event.objects.exists()
    rename(person, by=person)
    assert (User.objects.get().name, verify().count) == ("Renamed", 1)
