"""Clients that ask a server for pages, and what that cost it in time, processor and memory."""

import http
import itertools
import os
import socket
import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

END = b"\r\n"
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
        connection = Client(server.ports[number % len(server.ports)])
        cookie = server.cookies[number % len(server.cookies)] if server.cookies else ""
        while not failures:
            with turn:
                said = next(addresses, None)
            if said is None:
                return
            due, address = said if is_timed else (time.monotonic(), said)
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                size = connection.ask(address, cookie)
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


class Client:
    """One connection that asks for page after page. The library's reads headers as those of mail,
    which takes of the two cores a third of what a server takes to answer.
    """

    def __init__(self, port):
        self.port, self._socket, self._read = port, None, None

    def ask(self, address, cookie=""):
        """How many bytes a page has. Raises RuntimeError where it is not shown, OSError where
        nobody answers.
        """
        if self._socket is None:
            self._socket = socket.create_connection((HOST, self.port))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._read = self._socket.makefile("rb")
        said = f"Cookie: {cookie}\r\n" if cookie else ""
        lines = f"GET {address} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\n{said}\r\n"
        self._socket.sendall(lines.encode())
        status = self._read.readline().split(maxsplit=2)
        if not status:
            raise ConnectionResetError(address)
        headers = self._headers()
        size = self._body(headers)
        if headers.get(b"connection") == b"close":
            self._socket = None
        if int(status[1]) != http.HTTPStatus.OK:
            raise RuntimeError(f"{int(status[1])} {address}")
        return size

    def _body(self, headers):
        """How many bytes it has, whether it says so before it or with each part of it."""
        if b"content-length" in headers:
            return len(self._read.read(int(headers[b"content-length"])))
        size = 0
        while part := int(self._read.readline(), 16):
            size += part
            self._read.read(part + len(END))
        self._read.readline()
        return size

    def _headers(self):
        headers = {}
        while (line := self._read.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            headers[name.lower()] = value.strip().lower()
        return headers


def wait_for(server, address):
    """Until every port answers. Raises SystemExit after half a minute."""
    for port in server.ports:
        for _try in range(150):
            try:
                Client(port).ask(address)
            except OSError:
                time.sleep(0.2)
            else:
                break
        else:
            raise SystemExit(f"{server.name} does not answer on {port}")
