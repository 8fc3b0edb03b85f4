"""What the public pages of a register cost: 100,000 agreements, a fifth of them told of twice.

    ALMONER_HOME=(a folder to throw away) .venv/bin/python -m bench.registers [AGREEMENTS]

A page should be there within 100 ms, whatever it is narrowed by, and its CSV should not pile up in
memory. Each page is asked for once to warm up, and then five times; the median counts. Time is the
processor's, so that neighbours at work do not count. On PostgreSQL it would leave out the server's.
"""

import os
import resource
import statistics
import sys
import time
from datetime import date, timedelta
from decimal import Decimal

import django

AGREEMENTS, BATCHES, ORGANISATIONS, CHUNK, RUNS = 100_000, 24, 9_973, 5_000, 5
LIMIT_MS = 100
WORDS = ("advice", "advocacy", "outreach", "refuge", "mediation")
ASKED = (
    "",
    "?page=900",
    "?sort=amount",
    "?sort=-ends",
    "?year=2025-26",
    "?standing=in-force",
    "?at_least=100000&at_most=500000",
    "?q=mediation",
    "?q=mediation+4321",
    "?recipient=mediation+4321",
    "?department=Partnerships+3",
    "?as_at=2025-04-01",
    "?as_at=2025-04-01&reading=now",
)


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    os.environ.setdefault("ALMONER_LOG_LEVEL", "ERROR")
    os.environ["ALMONER_KEPT_MB"] = "0"  # what is kept from the run before would flatter
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    count = int(sys.argv[1]) if sys.argv[1:] else AGREEMENTS
    print(fill(count))
    client = Client(SERVER_NAME="localhost")
    for asked in ASKED:
        taken = [measured(client, f"/registers/contracts/{asked}") for _ in range(RUNS + 1)]
        later = statistics.median(taken[1:])
        print(f"{later:8.0f} ms   {taken[0]:8.0f} ms at first   {asked or 'all'}")
    before = peak()
    taken = measured(client, "/registers/contracts.csv")
    print(f"{taken:8.0f} ms   the whole as CSV, {peak() - before:.0f} MB more in memory")


def measured(client, address):
    began = time.process_time()
    response = client.get(address)
    if response.streaming:
        for _piece in response.streaming_content:
            pass
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    return (time.process_time() - began) * 1000


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(count):
    from almoner.agreements.models import Agreement
    from tests.guard import arranging

    if Agreement.objects.exists():
        return "filled already"
    with arranging():
        batches = make_batches()
        organisations = make_organisations(batches[0])
        agreements = make_agreements(count, batches)
        make_versions(agreements, batches, organisations)
        began = time.process_time()
        say_when_they_speak(batches)
        taken = (time.process_time() - began) / len(batches)
        make_index()
    return f"{count:,} contracts; to show one of their {len(batches)} batches took {taken:.2f} s"


def make_batches():
    from datetime import UTC, datetime

    from tests.factories import BatchFactory

    begun = date(2020, 4, 1)
    days = [begun + timedelta(days=91 * n) for n in range(BATCHES)]
    return [
        BatchFactory(
            kind="contracts",
            known_from=day,
            recorded_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        )
        for day in days
    ]


def make_organisations(batch):
    from almoner.organisations.models import Organisation

    made = [
        Organisation(
            name=f"{WORDS[n % 5].title()} {n} Ltd", matching_name=f"{WORDS[n % 5]} {n}", batch=batch
        )
        for n in range(ORGANISATIONS)
    ]
    return Organisation.objects.bulk_create(made, batch_size=CHUNK)


def make_agreements(count, batches):
    from almoner.agreements.models import Agreement

    made = (
        Agreement(
            kind="contract",
            origin="imported",
            publisher="Wexmoor",
            identity=f"{n:064x}",
            batch=batches[n % BATCHES],
        )
        for n in range(count)
    )
    return Agreement.objects.bulk_create(made, batch_size=CHUNK)


def make_versions(agreements, batches, organisations):
    from almoner.agreements.models import AgreementVersion

    def told():
        for n, agreement in enumerate(agreements):
            yield version(n, agreement, batches[n % BATCHES], organisations)
            if n % 5 == 0 and n % BATCHES + 1 < BATCHES:
                yield version(n, agreement, batches[n % BATCHES + 1], organisations)

    AgreementVersion.objects.bulk_create(told(), batch_size=CHUNK)


def version(n, agreement, batch, organisations):
    from almoner.agreements.models import AgreementVersion

    organisation = organisations[n % ORGANISATIONS]
    start = date(2020, 4, 1) + timedelta(days=n % 2000)
    end = start + timedelta(days=365 * (1 + n % 4))
    return AgreementVersion(
        agreement=agreement,
        batch=batch,
        row_number=n,
        fingerprint=f"{n:064x}",
        organisation=organisation,
        organisation_name=organisation.name,
        amount=Decimal(500_000 + n * 7919 % 90_000_000) / 100 if n % 50 else None,
        awarded_on=start - timedelta(days=30),
        starts_on=start,
        first_end_on=end,
        said={
            "reference": f"WOPC/{n:06}",
            "title": f"{WORDS[n % 5].title()} for victims of crime in Wexmoor, lot {n % 7}",
            "description": f"Services to people affected by crime, specification {n}.",
            "department": f"Partnerships {n % 12}",
            "procedure": "Open procedure" if n % 3 else "Direct award",
            "category": "Services",
            "supplier_sme": bool(n % 4),
            "area": "Wexmoor",
        },
    )


def say_when_they_speak(batches):
    from almoner.agreements.readings import say_when_versions_speak

    for batch in batches:
        say_when_versions_speak(batch)


def make_index():
    from almoner.agreements.search import AGREEMENT
    from almoner.search.operations import rebuild_index

    rebuild_index(AGREEMENT)


if __name__ == "__main__":
    main()
