"""What becomes of an edition whose process is killed, or that two approve at once."""

import os
import signal
from hashlib import sha256

import pytest

from almoner.accounts.roles import Role
from almoner.core.ledger import verify
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.registers.models import Edition, Preparation
from almoner.registers.operations import folder_of
from almoner.registers.tasks import draft_editions
from tests.crowd import at_once
from tests.factories import NOON, official
from tests.processes import start, wait_for
from tests.registers.operations.test_editions import bring_in
from tests.registers.publishing import WEXMOOR, approve, submitted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("duties")]

# `files` stops when they are written and nothing is recorded; `placed`, when they stand in their
# place and the line is not committed yet.
STALLING = """
import sys, time
from pathlib import Path
import django
django.setup()
from almoner.accounts.models import User
from almoner.registers.models import Preparation
from almoner.registers.operations import editions
from tests.factories import NOON

where, begun = sys.argv[1], Path(sys.argv[2])

def stall(*_args, **_options):
    begun.touch()
    time.sleep(60)

setattr(editions, {"files": "record_edition", "placed": "_record"}[where], stall)
ready = Preparation.objects.get()
by = User.objects.get(username="the.approver")
editions.approve_edition(ready, seen=ready.digest, by=by, at=NOON)
"""


@pytest.fixture
def files(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


@pytest.mark.parametrize("where", ["files", "placed"])
def test_an_approval_that_is_killed_published_nothing_and_is_done_again(
    tmp_path, files, monkeypatch, where
):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "almoner.settings")
    monkeypatch.setenv("ALMONER_FRAMEWORK", WEXMOOR)
    monkeypatch.setenv("ALMONER_FILES", str(files))
    bring_in(tmp_path, official(Role.PUBLISHER))
    approver, ready = official(Role.PUBLISHER, username="the.approver"), submitted()
    begun = tmp_path / "begun"
    killed = start("-c", STALLING, where, str(begun), home=tmp_path)
    wait_for(begun.exists)

    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()

    ready.refresh_from_db()
    assert (ready.state, Edition.objects.count()) == ("submitted", 0)
    edition = approve(ready, by=approver)
    assert str(edition) == "EDN-2026-001"
    sums = (folder_of(edition) / "SHA256SUMS").read_bytes()
    assert sha256(sums).hexdigest() == edition.digest
    assert verify().count == 4


def test_of_two_who_approve_at_once_one_publishes(tmp_path, files):
    bring_in(tmp_path, official(Role.PUBLISHER))
    ready, people = submitted(), [official(Role.PUBLISHER), official(Role.PUBLISHER)]

    def act(n):
        try:
            return str(approve(ready, by=people[n]))
        except IllegalTransition:
            return "told"

    assert sorted(at_once(2, act)) == ["EDN-2026-001", "told"]
    edition = Edition.objects.get()
    sums = (folder_of(edition) / "SHA256SUMS").read_bytes()
    assert sha256(sums).hexdigest() == edition.digest
    assert Event.objects.filter(kind="edition.issued").count() == 1


def test_several_who_draft_at_once_draft_each_period_once(files):
    at_once(4, lambda _n: draft_editions(NOON))

    found = list(Preparation.objects.values_list("duty", "period"))
    assert (len(found), len(set(found))) == (6, 6)
