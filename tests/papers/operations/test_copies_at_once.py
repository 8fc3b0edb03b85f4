"""Two checkers at the same copy, and a process killed between its bytes and its record."""

import os
import signal

import pytest

from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.documents.keeping import documents_folder
from almoner.documents.models import StoredFile
from almoner.documents.tasks import forget_stray_bytes
from almoner.papers.models import Copy
from almoner.papers.operations import publish_copy
from almoner.papers.states import CopyState
from tests.crowd import at_once
from tests.documents.test_keeping import LATER, aged
from tests.factories import NOON, CopyFactory, official
from tests.processes import start, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

STALLING = """
import sys, time
from pathlib import Path
import django
django.setup()
from django.conf import settings
from almoner.documents.keeping import kept
from tests.documents.samples import PDF

settings.FILES = Path(sys.argv[1])
with kept([PDF], name="contract.pdf"):
    Path(sys.argv[2]).touch()
    time.sleep(60)
"""


def test_of_two_who_check_a_copy_at_once_one_does():
    copy = CopyFactory()
    checkers = [official("publisher"), official("approver")]

    def check(n):
        try:
            return bool(publish_copy(copy, by=checkers[n], at=NOON))
        except IllegalTransition:
            return False

    assert sorted(at_once(2, check)) == [False, True]
    assert Copy.objects.get().state == CopyState.PUBLISHED
    assert Event.objects.filter(kind="copy.published").count() == 1


def test_bytes_whose_process_was_killed_before_they_were_recorded_are_swept_away(
    settings, tmp_path, monkeypatch
):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "almoner.settings")
    begun = tmp_path / "begun"
    killed = start("-c", STALLING, str(settings.FILES), str(begun), home=tmp_path)
    wait_for(begun.exists)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    (left,) = [path for path in documents_folder().rglob("*") if path.is_file()]
    assert not StoredFile.objects.exists()

    aged(left)
    forget_stray_bytes(LATER)

    assert not left.exists()
