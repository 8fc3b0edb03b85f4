"""What two processes of pages and the one that looks after them weigh, once warm.

    ALMONER_HOME=(a world that bench.datasette made) .venv/bin/python -m bench.memory

Every kind of public page is asked for, by eight clients, and lists, searches and records many times
over. Memory is by proportional share: what the processes share is counted once.
"""

import os
from pathlib import Path

import django

from bench.datasette import EACH, Serving, ours
from bench.load import again, once_each

CLIENTS, SECONDS = 8, 3.0
PARTS = ("Pss", "Pss_Anon", "Pss_File", "Private_Dirty", "Shared_Clean", "Shared_Dirty")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    django.setup()
    from almoner.registers.publicity import public_payments
    from bench import worlds

    asked = worlds.addresses(public_payments().count(), of=EACH, records=EACH)
    own = list(worlds.own_addresses().values())
    with Serving("Almoner", ours) as us:
        weigh(us, "begun")
        for name, (pages, _theirs) in asked.items():
            once_each(us, pages, clients=CLIENTS)
            again(us, pages, clients=CLIENTS, seconds=SECONDS)
            weigh(us, f"after {name}")
        once_each(us, own * CLIENTS, clients=CLIENTS)
        again(
            us,
            [page for pages, _ in asked.values() for page in pages] + own,
            clients=CLIENTS,
            seconds=SECONDS,
        )
        weigh(us, "after all")
        us.weigh()
        print(f"{us.peak:.1f} MB")


def weigh(server, when):
    print(f"{when}")
    for process in server.tree():
        said = Path(f"/proc/{process}/smaps_rollup").read_text()
        parts = {name: said.partition(f"{name}:")[2].split()[0] for name in PARTS}
        print("   ", process, *(f"{name} {int(kB) / 1024:.0f}" for name, kB in parts.items()))


if __name__ == "__main__":
    main()
