"""Clients that ask a server for pages, and what that cost it in time, processor and memory."""

import http.client
import itertools
import os
import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A program that answers on some ports: all its processes are below these. Its clients are
    signed in by `cookies`, if there are any, each by one in turn.
    """

    name: str
    ports: list[int]
    processes: list[int]
    peak: float = 0.0
    cookies: list[str] = field(default_factory=list)

    def tree(self):
        """Its processes and all that they started."""
        found, waiting = [], list(self.processes)
        while waiting:
            found.append(process := waiting.pop())
            for task in Path(f"/proc/{process}/task").glob("*/children"):
                waiting += map(int, task.read_text().split())
        return found

    def processor(self):
        """Seconds of processor that its processes have had so far."""
        fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2] for one in self.tree()]
        return sum(sum(map(int, said.split()[11:13])) for said in fields) / TICKS

    def weigh(self):
        """Its memory now, in MB, what is shared counted once; and the most that it ever was."""
        said = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in self.tree()]
        lines = [line for text in said for line in text.splitlines() if line.startswith("Pss:")]
        self.peak = max(self.peak, sum(int(line.split()[1]) for line in lines) / 1024)


@dataclass
class Run:
    """What a number of answers took: each of them, all together, and of the processor."""

    taken: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    busy: float = 0.0
    heaviest: int = 0

    def __add__(self, other):
        return Run(
            self.taken + other.taken,
            self.elapsed + other.elapsed,
            self.busy + other.busy,
            max(self.heaviest, other.heaviest),
        )

    @property
    def rate(self):
        return len(self.taken) / self.elapsed

    @property
    def median(self):
        return statistics.median(self.taken) * 1000

    @property
    def p95(self):
        return sorted(self.taken)[int(len(self.taken) * 0.95)] * 1000

    @property
    def processor(self):
        return self.busy / len(self.taken) * 1000


def once_each(server, addresses, *, clients):
    """Ask for every address once."""
    return _run(server, iter(addresses), clients=clients)


def again(server, addresses, *, clients, seconds):
    """Ask for the same addresses over and over for some seconds."""
    return _run(server, _until(time.monotonic() + seconds, addresses), clients=clients)


def steadily(server, addresses, *, a_second, seconds):
    """Ask at a steady rate, whether the server keeps up or not: waiting counts."""
    began, turns = time.monotonic(), range(int(a_second * seconds))
    due = ((began + turn / a_second, addresses[turn % len(addresses)]) for turn in turns)
    return _run(server, due, clients=a_second, is_timed=True)


def _until(end, addresses):
    for address in itertools.cycle(addresses):
        if time.monotonic() >= end:
            return
        yield address


def _run(server, addresses, *, clients, is_timed=False):
    turn, run, failures = threading.Lock(), Run(), []

    def client(number):
        connection = http.client.HTTPConnection(HOST, server.ports[number % len(server.ports)])
        cookie = server.cookies[number % len(server.cookies)] if server.cookies else ""
        while not failures:
            with turn:
                said = next(addresses, None)
            if said is None:
                return
            due, address = said if is_timed else (time.monotonic(), said)
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                size = ask(connection, address, cookie)
            except (OSError, RuntimeError) as error:
                failures.append(error)
                return
            run.taken.append(time.monotonic() - due)
            run.heaviest = max(run.heaviest, size)

    threads = [threading.Thread(target=client, args=[number]) for number in range(clients)]
    began, worked = time.monotonic(), server.processor()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"{server.name}: {failures[0]}")
    run.elapsed, run.busy = time.monotonic() - began, server.processor() - worked
    server.weigh()
    return run


def ask(connection, address, cookie=""):
    """How many bytes a page has. Raises RuntimeError where it is not shown."""
    connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{answer.status} {address}")
    return len(body)


def wait_for(server, address):
    """Until every port answers. Raises SystemExit after half a minute."""
    for port in server.ports:
        for _try in range(150):
            try:
                ask(http.client.HTTPConnection(HOST, port), address)
            except OSError:
                time.sleep(0.2)
            else:
                break
        else:
            raise SystemExit(f"{server.name} does not answer on {port}")
