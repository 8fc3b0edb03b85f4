"""`almoner serve`: gunicorn, and beside it the worker when asked."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Never

from django.conf import settings
from django.db import connection

from almoner.core.readiness import is_migrated

from .refusals import LACKS_TABLES, Refusal
from .start import refuse_a_wrong_start

PATIENCE = 15.0  # seconds in which work under way may end


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on")
    parser.add_argument(
        "--with-worker",
        action="store_true",
        help="do the background work too: enough for a small body",
    )


def run(given: Namespace) -> int:
    refuse_a_wrong_start()
    if not is_migrated():
        raise Refusal(LACKS_TABLES)
    refuse_a_taken_port(given.host, given.port)
    prepare_metrics()
    keep_memory_together()
    sys.stderr.write(
        f"Almoner answers on http://{given.host}:{given.port} until Ctrl-C stops it.\n"
    )
    pages = gunicorn(given.host, given.port)
    if not given.with_worker:
        connection.close()
        os.execv(pages[0], pages)  # noqa: S606 - the program becomes gunicorn, whose words are ours
    return side_by_side([pages, [sys.executable, "-m", "almoner.cli", "worker"]])


def refuse_a_taken_port(host: str, port: int) -> None:
    """Say at once what gunicorn would try again and again. Raises Refusal."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Refusal(
            f"{host}:{port} cannot be listened on ({error.strerror})."
            " Name another port: --port, or make run PORT=…"
        ) from error


def gunicorn(host: str, port: int) -> list[str]:
    module = [sys.executable, "-m", "gunicorn"]
    return [
        *module,
        "--config=python:almoner.cli.gunicorn_settings",
        f"--bind={host}:{port}",
        "almoner.wsgi:application",
    ]


def prepare_metrics() -> None:
    """Give gunicorn's processes an empty folder in which they add up their numbers."""
    folder = settings.HOME / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def keep_memory_together() -> None:
    """Let the threads of a process share what they gave back. The C library keeps a part for each
    of them otherwise, as large as the largest page that it ever drew; and Python lets one thread
    draw at a time in any case.
    """
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")


def side_by_side(commands: Sequence[list[str]]) -> int:
    """Run them together until one ends or we are told to stop, and then stop them all."""
    running = [
        subprocess.Popen(command, start_new_session=True)  # noqa: S603 - the words are ours
        for command in commands
    ]
    for stop_it in (signal.SIGINT, signal.SIGTERM):  # a shell's background jobs ignore the first
        signal.signal(stop_it, _interrupt)
    try:
        os.wait()
    except KeyboardInterrupt:
        sys.stderr.write("Stopping\n")
        return 0
    finally:
        stop(running)
    raise Refusal("One of the server and the worker ended, so both were stopped.")


def _interrupt(*_: object) -> Never:
    raise KeyboardInterrupt


def stop(running: Sequence["subprocess.Popen[bytes]"]) -> None:
    """End the processes: kindly, then not."""
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
