"""Another installation, with a home and a database of its own, run as an operator runs it."""

import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection

from tests.beginnings import copy_to, template_in
from tests.cli.test_program import SOURCE


class Installation:
    def __init__(self, home, url):
        self.home = home
        kept = {name: said for name, said in os.environ.items() if name != "ALMONER_FILES"}
        self.environment = {**kept, "ALMONER_HOME": str(home), "PYTHONPATH": str(SOURCE)}
        self.environment["DATABASE_URL"] = url

    def start(self, *words):
        return subprocess.Popen(
            [sys.executable, "-m", "almoner.cli", *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def almoner(self, *words):
        process = self.start(*words)
        said, complained = process.communicate()
        return process.returncode, said, complained


@contextmanager
def installation(home, *, with_tables=False):
    """An installation on the engine that the tests run on."""
    home.mkdir()
    if connection.vendor == "sqlite":
        if with_tables:
            copy_to(home / "almoner.sqlite3")
        yield Installation(home, "")
        return
    name = f"elsewhere_{os.getpid()}_{home.name}"
    given = connection.settings_dict
    template = template_in(given) if with_tables else None
    url = f"postgresql://{given['USER']}@{quote(given['HOST'], safe='')}/{name}"
    try:
        ask(f"CREATE DATABASE {name} TEMPLATE {template or 'template1'}")
        yield Installation(home, url)
    finally:
        ask(f"DROP DATABASE {name} WITH (FORCE)")


def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
