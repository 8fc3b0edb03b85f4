"""How long a search takes among many entries, on either database.

    ALMONER_HOME=(a folder to throw away) .venv/bin/python -m bench.search 1000000

Nine entries in ten are for the public, who search. Run it again and it measures what is there.
"""

import os
import random
import sys
import time
from datetime import date, timedelta

import django

AUDIENCES = ["public"]
NAMES = [a + b + c for a in "bcdfghjkl" for b in "aeiou" for c in ("ston", "ley", "ford", "wick")]
TRADES = ["services", "limited", "council", "trust"]
CHUNK = 2_000
QUERIES = ["Baston baley baford", "beley", "limited", "payment", "PAY-000000000777"]


def main(count):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    timed("index", lambda: fill(count))
    for typed in QUERIES:
        ask(typed)


def fill(count):
    from almoner.search.models import Entry
    from almoner.search.operations import gate_for, index_entries, open_gate

    gate, have = gate_for("BAT-BENCH"), Entry.objects.count()
    rng = random.Random(1)  # noqa: S311 - no secret is made of it
    for first in range(have + 1, count + 1, CHUNK):
        last = min(first + CHUNK, count + 1)
        index_entries([entry(number, gate, rng) for number in range(first, last)])
    open_gate("BAT-BENCH")
    return f"{count - have} entries"


def entry(number, gate, rng):
    from almoner.search.models import Entry

    words = rng.choices(NAMES, k=3)
    return Entry(
        kind="bench.payment",
        reference=f"PAY-{number:012}",
        object_pk=number,
        audience="public" if number % 10 else "officials",
        title=f"{words[0]} {words[1]} {rng.choice(TRADES)}",
        text=f"{words[2]} payment of the directorate {number % 97}",
        happened_on=date(2020, 4, 1) + timedelta(days=number % 2000),
        gate=gate,
    )


def ask(typed):
    from almoner.search.models import Entry
    from almoner.search.queries import keys_matching, matches

    found = matches(typed, audiences=AUDIENCES)
    keys = keys_matching(typed, kind="bench.payment", audiences=AUDIENCES)
    rows = Entry.objects.filter(pk__in=keys)  # its keys are its own here: numbered alike
    timed(f"{typed}: count", found.count)
    timed(f"{typed}: first page", lambda: len(found[:20]))
    timed(f"{typed}: fifty rows of another table by their keys", lambda: len(rows[:50]))


def timed(label, act):
    began = time.perf_counter()
    answer = act()
    print(f"{label:64} {(time.perf_counter() - began) * 1000:10.1f} ms  {answer}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
