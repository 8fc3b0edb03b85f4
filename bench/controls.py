"""What a night of controls costs where 10,000 cases are under way.

    ALMONER_HOME=(a folder to throw away) .venv/bin/python -m bench.controls [CASES]

Every control is asked of all that it covers and kept, on two nights: the first writes each lapse,
the second finds them standing. The limit is five minutes and the aim one. For PostgreSQL, run it by
`tools.with_postgres`. Needs Linux.
"""

import os
import resource
import sys
import time
from datetime import timedelta

import django

from bench import cases

CASES, LIMIT, SLOWEST = 10_000, 300, 8


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    os.environ |= {"ALMONER_LOG_LEVEL": "ERROR"}
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils.timezone import now

    call_command("migrate", verbosity=0)
    cases.CASES = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    began = time.perf_counter()
    cases.fill()
    print(
        f"{cases.CASES:,} cases, {connection.vendor}, made in {time.perf_counter() - began:.0f} s"
    )
    tonight = now()
    for name, at in (("first night", tonight), ("next night", tonight + timedelta(days=1))):
        busy = time.process_time()
        took = ask_all(at)
        report(name, took, time.process_time() - busy)
    # Of this process, from its beginning: what made the cases is in it.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def ask_all(at):
    """The seconds and the outcome of each control, asked and kept as the nightly step does."""
    from almoner.assurance.controls import known_controls
    from almoner.assurance.operations import ask_control
    from almoner.core.actors import NIGHTLY
    from almoner.core.moments import day_of

    took = {}
    for code in known_controls():
        began = time.perf_counter()
        run = ask_control(code, on=day_of(at), by=NIGHTLY, at=at)
        took[code] = (time.perf_counter() - began, run)
    return took


def report(name, took, busy):
    total = sum(seconds for seconds, _run in took.values())
    failed = [code for code, (_seconds, run) in took.items() if run.failure]
    broken = sum(run.broken for _seconds, run in took.values())
    print(
        f"{name}: {len(took)} controls in {total:.1f} s of {LIMIT} ({busy:.1f} s of the processor),"
        f" {broken:,} cases break one"
    )
    if failed:
        print(f"  could not be asked: {', '.join(failed)}")
    slowest = sorted(took.items(), key=lambda each: -each[1][0])[:SLOWEST]
    for code, (seconds, run) in slowest:
        print(f"  {code:28}{seconds:7.2f} s{run.covered:9,} covered{run.broken:8,} broken")


if __name__ == "__main__":
    main()
