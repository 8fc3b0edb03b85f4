"""What the chain costs: eight writers at once on PostgreSQL, with the chain and without it.

    python tools/with_postgres.py --durable .venv/bin/python -m bench.ledger

Without it, a line takes its number from a sequence: no lock, no hash of the line before. The rounds
alternate, so that both meet the same machine. At the end the chain is verified.
"""

import os
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from urllib.parse import urlsplit

import django

WRITERS, LINES, ROUNDS = 8, 150, 4
PLAIN = "bench_without_chain"


def start(url: str = "") -> None:
    os.environ["DATABASE_URL"] = url or os.environ["DATABASE_URL"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    django.setup()


def append_without_chain(event):
    from django.db import connection  # after django.setup, as all below
    from django.utils.timezone import now

    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('bench_line')")
        event.number = cursor.fetchone()[0]
    event.recorded_at = now()
    event.hash = "0" * 64
    event.save(force_insert=True)
    return event


def write(writer: int) -> list[float]:
    """Write LINES lines as one of the writers; return how long each took, in seconds."""
    from almoner.accounts.models import User
    from tests.factories import NOON
    from tests.samples import rename

    person = User.objects.get(username=f"writer-{writer}")
    took = []
    for _ in range(LINES):
        began = time.perf_counter()
        rename(person, by=person, at=NOON)
        took.append(time.perf_counter() - began)
    return took


def begin_writer(url: str, *, is_chained: bool) -> None:
    start(url)
    from almoner.core import ledger

    if not is_chained:
        ledger.append = append_without_chain


def crowd(url: str, *, is_chained: bool) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        WRITERS,
        mp_context=get_context("spawn"),
        initializer=partial(begin_writer, url, is_chained=is_chained),
    )


def measure(pool: ProcessPoolExecutor) -> tuple[float, list[float]]:
    began = time.perf_counter()
    took = [t for part in pool.map(write, range(WRITERS)) for t in part]
    return WRITERS * LINES / (time.perf_counter() - began), took


def prepare(url: str) -> None:
    """Make the tables and the writers: in a process of its own, since Django knows one database."""
    start(url)
    from django.core.management import call_command
    from django.db import connection

    from tests.factories import UserFactory

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE bench_line")
    for n in range(WRITERS):
        UserFactory(username=f"writer-{n}")


def in_own_process(act, *args) -> None:
    process = get_context("spawn").Process(target=act, args=args)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def main() -> int:
    chained = os.environ.get("DATABASE_URL", "")
    if not chained.startswith("postgresql"):
        print("Set DATABASE_URL to a PostgreSQL cluster made for this measurement.")
        return 2
    start()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {PLAIN}")
    name = connection.settings_dict["NAME"]
    parts = urlsplit(chained)
    assert parts.path == f"/{name}"
    urls = {True: chained, False: parts._replace(path=f"/{PLAIN}").geturl()}
    for url in urls.values():
        in_own_process(prepare, url)

    rates, times = {True: [], False: []}, {True: [], False: []}
    pools = {kind: crowd(url, is_chained=kind) for kind, url in urls.items()}
    for pool in pools.values():
        measure(pool)  # warm
    for _ in range(ROUNDS):
        for kind, pool in pools.items():
            rate, took = measure(pool)
            rates[kind].append(rate)
            times[kind] += took
    for pool in pools.values():
        pool.shutdown()
    report(rates, times)
    return 0


def report(rates: dict[bool, list[float]], times: dict[bool, list[float]]) -> None:
    from almoner.core.ledger import verify

    print(f"{WRITERS} writers at once, {LINES} lines each, {ROUNDS} rounds each way")
    for kind, what in ((True, "with the chain"), (False, "without it")):
        cuts = statistics.quantiles(times[kind], n=100)
        print(
            f"{what:<16}{statistics.median(rates[kind]):8.0f} lines/s"
            f"   median {cuts[49] * 1000:6.1f} ms   p95 {cuts[94] * 1000:6.1f} ms"
        )
    expected = WRITERS * LINES * (ROUNDS + 1)
    print(f"{verify().count} lines verified, of {expected} written: no fork, no gap")


if __name__ == "__main__":
    sys.exit(main())
