"""How gunicorn serves us: two processes of four threads, enough for two cores."""

import gc
import os
from typing import Any

from django.db import connections
from django.urls import resolve
from prometheus_client import multiprocess

from almoner.core.logs import configuration

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 10
preload_app = True  # read in once; a new version is a restart in any case
control_socket_disable = True  # whoever runs us has signals for that
logconfig_dict = configuration(os.environ.get("ALMONER_LOG_LEVEL", "INFO").upper())
accesslog = None  # django-structlog writes a line for each request


def when_ready(_server: Any) -> None:
    """Before the processes part: read in what all of them need, and leave it where it is, so that
    they share it instead of having it each.
    """
    resolve("/")  # the addresses, and with them every page
    connections.close_all()
    gc.collect()
    gc.freeze()


def child_exit(_server: Any, worker: Any) -> None:
    """Take a process that ended out of the sum of the metrics."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # it has no types
