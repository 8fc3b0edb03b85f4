"""How gunicorn serves us: two processes of four threads, enough for two cores."""

import gc
import os
from typing import Any

from .asleep import leave_asleep, leave_out

# Before anything that would read them in: what draws errors in colour, for which a log has no use;
# and what reads PDFs, writes workbooks, asks another service who signs in, knows passkeys, lays out
# questions to the database, and tests.
leave_out("rich", "greenlet")
leave_asleep("pypdf", "xlsxwriter", "requests", "allauth.mfa.webauthn.internal.auth")
leave_asleep("sqlparse", "django.test")

from django.db import connections  # noqa: E402 - after what it must not read in
from django.urls import resolve  # noqa: E402 - the same
from prometheus_client import multiprocess  # noqa: E402 - the same

from almoner.cli.warming import draw_before_parting  # noqa: E402 - the same
from almoner.core.logs import configuration  # noqa: E402 - the same

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 10
preload_app = True  # read in once; a new version is a restart in any case
forwarder_headers = ""  # we stand at the root of our address, whatever a proxy says
control_socket_disable = True  # whoever runs us has signals for that
logconfig_dict = configuration(os.environ.get("ALMONER_LOG_LEVEL", "INFO").upper())
accesslog = None  # django-structlog writes a line for each request


def when_ready(server: Any) -> None:
    """Before the processes part: read in what all of them need, and leave it where it is, so that
    they share it instead of having it each.
    """
    resolve("/")  # the addresses, and with them every page
    draw_before_parting(server.app.wsgi())
    connections.close_all()
    gc.collect()
    gc.freeze()


def child_exit(_server: Any, worker: Any) -> None:
    """Take a process that ended out of the sum of the metrics."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # it has no types
