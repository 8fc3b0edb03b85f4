"""Worlds that are costly to make: each is made once for all the tests of a module, and what each
test does in it is undone.
"""

import shutil
from contextlib import contextmanager

from django.db import transaction
from django.test import override_settings


@contextmanager
def made_once(django_db_blocker, folder):
    """Where a module's world is made: a transaction around those of its tests, and a place for
    files.
    """
    place = override_settings(HOME=folder, FILES=folder / "files")
    with place, django_db_blocker.unblock(), undone():
        yield


def copy_files(folder, own):
    """Give a test the world's files for its own, in which it may write."""
    shutil.copytree(folder / "files", own / "files")


@contextmanager
def undone():
    """Take back whatever is written meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
