"""The same real payments in a world of ours and in Datasette's, and what both are asked for."""

import csv
import gzip
import sqlite3
from collections import Counter
from itertools import islice

CHUNK = 5_000
SAID = ("paid_on", "supplier_name", "amount", "category", "account", "department", "purpose")
SEARCHED = ("supplier_name", "category", "account", "department", "purpose")
PER_PAGE, AGREEMENTS = 50, 100_000


def fill(file, count):
    """Import the file, or its first rows, and say how many payments there are then."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils.timezone import localdate

    from almoner.payments.operations.summing import keep_word_sums
    from almoner.registers.publicity import public_payments
    from bench import registers
    from bench.importing import bring_in

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not public_payments().exists():
        bring_in(beginning_of(file, count), "spend", label="payments")
        grow(count)
        if count and count <= AGREEMENTS:
            print(registers.fill(count), f"as of {localdate()}")
    keep_word_sums()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as it does by itself, a minute after so many rows
    return public_payments().count()


def beginning_of(file, count):
    from django.conf import settings

    if not count:
        return file
    opened, cut = gzip.open if file.suffix == ".gz" else open, settings.HOME / "beginning.csv"
    with opened(file, "rt", encoding="utf-8") as whole, cut.open("w", encoding="utf-8") as part:
        csv.writer(part).writerows(islice(csv.reader(whole), count + 1))
    return cut


def grow(count):
    """Say the same payments again, until there are as many."""
    from almoner.payments.models import Payment
    from almoner.payments.search import PAYMENT
    from almoner.search.operations import rebuild_index
    from tests.factories import BatchFactory
    from tests.guard import arranging

    known, lacking = list(Payment.objects.order_by("pk")), count - Payment.objects.count()
    if lacking <= 0:
        return
    with arranging():
        while lacking > 0:
            batch = BatchFactory(kind="spend", known_from=known[0].batch.known_from)
            for start in range(0, min(lacking, len(known)), CHUNK):
                some = known[start : min(start + CHUNK, lacking)]
                Payment.objects.bulk_create([said_again(one, batch) for one in some])
            lacking -= len(known)
        rebuild_index(PAYMENT)


def said_again(payment, batch):
    from almoner.payments.models import AS_READ, Payment

    said = {name: getattr(payment, name) for name in AS_READ}
    return Payment(batch=batch, organisation_id=payment.organisation_id, **said)


def addresses(rows, *, of, records):
    """What both are asked for, by kind: (ours, Datasette's), as many of each."""
    from almoner.payments.models import Payment
    from almoner.registers.publicity import public_payments

    words = words_of_all_frequencies(of)
    every = Payment.objects.order_by("-paid_on", "-reference")
    keys = list(every.values_list("paid_on", "reference")[: of * PER_PAGE : PER_PAGE])
    shown = public_payments().order_by("-paid_on", "-reference")
    some = list(shown.values_list("reference", flat=True)[:: max(1, rows // records)])[:records]
    table = "/payments/payments"
    order = f"_size={PER_PAGE}&_sort_desc=paid_on"
    return {
        "search": (
            [f"/registers/spend/?q={word}" for word in words],
            [f"{table}?_search={word}&{order}" for word in words],
        ),
        "list": (
            [f"/registers/spend/?page={at + 1}" for at in range(len(keys))],
            [f"{table}?{order}&_next={day}%2C{reference}" for day, reference in keys],
        ),
        "record": (
            [f"/registers/spend/{reference}/" for reference in some],
            [f"{table}/{reference}" for reference in some],
        ),
    }


def words_of_all_frequencies(count):
    """As many words, in an order of chance: the commonest of all, and on down to the rarest in
    ever longer steps, each as many times as rare as the one before.
    """
    import random

    from almoner.payments.models import Payment
    from almoner.search.words import words_in

    tally = Counter()
    for texts in Payment.objects.values_list(*SEARCHED).iterator():
        tally.update({word for text in texts for word in words_in(text) if word.isalpha()})
    ranked = [word for word, _ in tally.most_common() if len(word) > 2]
    places, steps = [], count
    while len(places) < count:  # the first steps fall on the same word
        steps += 1
        places = sorted({int(len(ranked) ** (step / steps)) - 1 for step in range(steps)})
    picked = [ranked[place] for place in places]
    random.Random(1).shuffle(picked)  # noqa: S311 - no secret is made of it
    return picked


def own_addresses():
    """Our other public pages."""
    from almoner.agreements.models import Agreement
    from almoner.payments.models import Payment

    paid = Payment.objects.filter(organisation__isnull=False).order_by("pk")
    agreement = Agreement.objects.order_by("pk").first()
    pages = {
        "home": "/",
        "registers": "/registers/",
        "organisations": "/organisations/",
        "an organisation": f"/organisations/{paid[0].organisation.reference}/",
        "grants": "/registers/grants/",
        "contracts": "/registers/contracts/",
    }
    if agreement:
        pages["contracts, by amount"] = "/registers/contracts/?sort=-amount"
        pages["contracts, a department"] = "/registers/contracts/?department=Partnerships+3"
        pages["contracts, two words"] = "/registers/contracts/?q=mediation+4321"
        pages["a contract"] = f"/registers/contracts/{agreement}/"
    return pages


def count_queries(pages):
    """How often each page asks the database."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    for name, page in pages.items():
        with CaptureQueriesContext(connection) as asked:
            weight = len(client.get(page).content)
        print(f"{name:30}{len(asked):4} queries{weight / 1000:7.0f} kB")


def datasette(home):
    """The same rows in a database of Datasette's, with an index of their words."""
    from almoner.payments.models import Payment

    path = home / "payments.db"
    if path.exists():
        return path
    columns = ("reference", *SAID)
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE payments (reference TEXT PRIMARY KEY, paid_on TEXT, supplier_name TEXT,"
            " amount FLOAT, category TEXT, account TEXT, department TEXT, purpose TEXT)"
        )
        rows = Payment.objects.order_by("pk").values_list(*columns).iterator()
        said = (
            (name, day.isoformat(), who, float(sum_), *rest) for name, day, who, sum_, *rest in rows
        )
        database.executemany("INSERT INTO payments VALUES (?, ?, ?, ?, ?, ?, ?, ?)", said)
        database.execute("CREATE INDEX by_day ON payments (paid_on)")
        names = ", ".join(SEARCHED)
        database.execute(
            f"CREATE VIRTUAL TABLE payments_fts USING fts5({names}, content='payments')"
        )
        database.execute(
            f"INSERT INTO payments_fts (rowid, {names}) SELECT rowid, {names} FROM payments"  # noqa: S608 - names of our own
        )
    return path
