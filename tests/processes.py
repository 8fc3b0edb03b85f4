"""Other processes at work on the tests' own database, and their deaths."""

import os
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

from django.db import connection

ROOT = Path(__file__).parents[1]


def start(*words, home):
    """Start Python with these words, as another process of this installation."""
    return subprocess.Popen(
        [sys.executable, *words],
        env={
            **os.environ,
            "DATABASE_URL": this_database(),
            "ALMONER_HOME": str(home),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def this_database():
    name, given = connection.settings_dict["NAME"], connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"postgresql://{given['USER']}@/{name}?host={given['HOST']}&port={given['PORT']}"


def wait_for(is_so, *, seconds=60):
    limit = monotonic() + seconds
    while not is_so():
        assert monotonic() < limit, "waited too long"
        sleep(0.005)
