"""How many pages a second our public pages answer beside Datasette's, of the same real payments.

    ALMONER_HOME=(a folder to throw away) .venv/bin/python -m bench.datasette [FILE] [ROWS…]

Without FILE it reads half a million real payments, where they are (`$ALMONER_REAL_DATA` or
`../shared/data`). Each world is made of as many rows, by our own import: of all of FILE and of its
first 100,000 if nothing is said; of more than it has, by saying them again. With DATABASE_URL on
PostgreSQL, name one number. Datasette comes from the package index into an environment of its own,
and holds the same rows in SQLite with a full-text index of the same words; two processes each,
eight clients. Every address is asked for once (*first*), and then over and over (*again*), so that
nothing that is kept can flatter. Time of the processor is the servers' own: neighbours at work do
not count.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

import django

from bench.load import HOST, Run, Server, again, once_each, steadily, wait_for
from bench.reader import held

DATASETTE = "datasette==0.65.5"
PORTS = {"Almoner": [8981], "Datasette": [8982, 8983]}
QUIET = subprocess.DEVNULL
CLIENTS, ROUNDS, SECONDS = 8, 3, 3.0
# Addresses a round: of what is quick, enough that beginning to ask is not most of it.
EACH, OF_RECORDS = 40, 400
HUNDRED_THOUSAND, WORLD = 100_000, "world-"
HEAD = f"{'':30}{'req/s':>9}{'median':>9}{'p95 ms':>9}{'busy ms':>9}{'kB':>7}"


def main():
    said = sys.argv[1:]
    rows = [one for one in said if one.isdecimal()]
    file = next((one for one in said if one not in rows), None) or held()
    if file is None:
        return print("No real payments here: name a file of them")
    if len(rows) == 1:
        return world(Path(file), int(rows[0]))
    for count in rows or ("0", str(HUNDRED_THOUSAND)):
        home = Path(os.environ["ALMONER_HOME"]) / f"{WORLD}{count}"
        command = [sys.executable, "-m", "bench.datasette", str(file), count]
        subprocess.run(command, env=os.environ | {"ALMONER_HOME": str(home)}, check=True)
    return None


def world(file, count):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    os.environ |= {"ALMONER_LOG_LEVEL": "ERROR"}
    django.setup()
    from bench import worlds

    rows = worlds.fill(file, count)
    home = Path(os.environ["ALMONER_HOME"])
    print(f"\n{rows:,} payments", flush=True)
    asked = worlds.addresses(rows, of=EACH * ROUNDS, records=OF_RECORDS * ROUNDS)
    own = worlds.own_addresses()
    worlds.count_queries({name: pages[0] for name, (pages, _) in asked.items()} | own)
    rival = worlds.datasette(home)
    program = environment(home.parent if home.name.startswith(WORLD) else home)
    with Serving("Almoner", ours) as us, Serving("Datasette", theirs(program, rival)) as them:
        compare(us, them, asked)
    with Serving("Almoner", ours) as us:
        alone(us, asked | {name: ([page], []) for name, page in own.items()})


class Serving:
    """A server for as long as it is measured."""

    def __init__(self, name, command):
        self.commands = [command(port) for port in PORTS[name]]
        self.server = Server(name, PORTS[name], [])

    def __enter__(self):
        self.started = [subprocess.Popen(one, stdout=QUIET, stderr=QUIET) for one in self.commands]
        self.server.processes = [one.pid for one in self.started]
        wait_for(self.server, "/")
        return self.server

    def __exit__(self, *_raised):
        for one in self.started:
            one.terminate()
        for one in self.started:
            one.wait()


def ours(port):
    return [sys.executable, "-m", "almoner.cli", "serve", f"--host={HOST}", f"--port={port}"]


def theirs(program, database):
    def command(port):
        place = [f"--host={HOST}", f"--port={port}"]
        return [
            str(program),
            "serve",
            str(database),
            *place,
            "--setting",
            "sql_time_limit_ms",
            "20000",
        ]

    return command


def environment(home):
    """Datasette in an environment of its own, made once."""
    folder = home / "datasette"
    if not (folder / "bin" / "datasette").exists():
        venv.create(folder, with_pip=True)
        install = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", DATASETTE]
        subprocess.run(install, check=True)
    return folder / "bin" / "datasette"


def compare(us, them, asked):
    """Rounds of the same questions to both, in turn, each with addresses of its own."""
    runs = {}
    for at in range(ROUNDS):
        for name, pages in asked.items():
            for server, addresses in zip((us, them), pages, strict=True):
                some = addresses[at::ROUNDS]
                first = once_each(server, some, clients=CLIENTS)
                later = again(server, some, clients=CLIENTS, seconds=SECONDS)
                for when, run in (("first", first), ("again", later)):
                    key = name, when, server.name
                    runs[key] = runs.get(key, Run()) + run
    print(f"\n{CLIENTS} clients, two processes each, {ROUNDS} rounds\n{HEAD}")
    for name in asked:
        for when in ("first", "again"):
            ratios = [runs[name, when, us.name], runs[name, when, them.name]]
            for server, run in zip((us, them), ratios, strict=True):
                show(f"{name}, {when}: {server.name}", run)
            print(f"{'':21}{'times':>9}{ratios[0].rate / ratios[1].rate:9.1f}", flush=True)
    print(*(f"{server.name}: at most {server.peak:.0f} MB" for server in (us, them)), sep="; ")


def alone(us, asked):
    """One client, and then ten a second, of pages that nobody asked for before."""
    print(f"\nOne client\n{HEAD}")
    for name, (pages, _theirs) in asked.items():
        show(f"{name}, first", once_each(us, pages[:EACH], clients=1))
        again(us, pages[:EACH], clients=CLIENTS, seconds=SECONDS)  # so that both processes have it
        show(f"{name}, again", again(us, pages[:EACH], clients=1, seconds=1))
    print(f"\nTen a second\n{HEAD}")
    for name, (pages, _theirs) in asked.items():
        show(name, steadily(us, pages[EACH : 2 * EACH] or pages, a_second=10, seconds=4))
    print(f"{us.name}: at most {us.peak:.0f} MB", flush=True)


def show(label, run):
    figures = f"{run.rate:9.1f}{run.median:9.1f}{run.p95:9.1f}{run.processor:9.1f}"
    print(f"{label:30}{figures}{run.heaviest / 1000:7.0f}", flush=True)


if __name__ == "__main__":
    main()
