"""How gunicorn serves us: two processes of four threads, enough for two cores."""

import os
from typing import Any

from prometheus_client import multiprocess

from almoner.core.logs import configuration

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 10
control_socket_disable = True  # whoever runs us has signals for that
logconfig_dict = configuration(os.environ.get("ALMONER_LOG_LEVEL", "INFO").upper())
accesslog = None  # django-structlog writes a line for each request


def child_exit(_server: Any, worker: Any) -> None:
    """Take a process that ended out of the sum of the metrics."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # it has no types
