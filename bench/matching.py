"""What proposing costs: 100,000 payments against 5,000 agreements, on either database.

    ALMONER_HOME=(a folder to throw away) .venv/bin/python -m bench.matching

One payment in five quotes its agreement; one organisation in two has a single agreement.
"""

import os
import random
import resource
import time
from datetime import date, timedelta
from decimal import Decimal

import django

PAYMENTS, AGREEMENTS, ORGANISATIONS, RULES, CHUNK = 100_000, 5_000, 3_000, 50, 2_000


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    os.environ.setdefault("ALMONER_LOG_LEVEL", "ERROR")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    timed("fill", fill)
    from django.utils.timezone import now

    from almoner.core.actors import NIGHTLY
    from almoner.payments import matched
    from almoner.payments.operations import propose_matches

    timed("propose", lambda: propose_matches(by=NIGHTLY, at=now()))
    timed("propose again", lambda: propose_matches(by=NIGHTLY, at=now()))
    timed("totals", matched.split_of_all)
    timed("totals by month", lambda: len(matched.split_by_month()))
    timed("count the queue", lambda: matched.payments_with_proposals().count())
    queue = matched.biggest_first(matched.payments_with_proposals())
    timed("first page of the queue", lambda: len(queue.values_list("pk")[:50]))
    rest = matched.biggest_first(matched.unmatched_payments())
    timed("first page of the unmatched", lambda: len(rest.values_list("pk")[:50]))
    timed("rules and counts", lambda: len(matched.rules_and_counts()))


def fill():
    from almoner.core.models import Batch
    from tests.factories import BatchFactory, UserFactory
    from tests.guard import arranging

    if Batch.objects.exists():
        return "already"
    chance = random.Random(1)  # noqa: S311 - no secret is made of it
    spend, contracts = BatchFactory(), BatchFactory(kind="contracts")
    with arranging():
        organisations = make_organisations(spend)
        agreements = make_agreements(contracts, organisations, chance)
        make_rules(agreements, organisations, UserFactory())
        make_payments(spend, organisations, chance)
    return f"{PAYMENTS} payments, {AGREEMENTS} agreements, {RULES} rules"


def make_organisations(batch):
    from almoner.organisations.models import Organisation

    made = [
        Organisation(name=f"Trust {n}", matching_name=f"trust {n}", batch=batch)
        for n in range(ORGANISATIONS)
    ]
    return Organisation.objects.bulk_create(made, batch_size=CHUNK)


def make_agreements(batch, organisations, chance):
    from almoner.agreements.models import Agreement, AgreementVersion

    agreements = Agreement.objects.bulk_create(
        [
            Agreement(kind="contract", origin="imported", identity=f"{n:064x}", batch=batch)
            for n in range(AGREEMENTS)
        ],
        batch_size=CHUNK,
    )
    versions = []
    for n, agreement in enumerate(agreements):
        starts = date(2020, 4, 1) + timedelta(days=chance.randrange(1500))
        versions.append(
            AgreementVersion(
                agreement=agreement,
                batch=batch,
                row_number=n,
                fingerprint=f"{n:064x}",
                organisation=organisations[n % ORGANISATIONS],
                amount=Decimal(50_000),
                starts_on=starts,
                first_end_on=starts + timedelta(days=1000),
                said={"reference": f"PS/{n:05}"},
            )
        )
    AgreementVersion.objects.bulk_create(versions, batch_size=CHUNK)
    return agreements


def make_rules(agreements, organisations, person):
    from django.utils.timezone import now

    from almoner.payments.models import MatchingRule

    for n in range(RULES):
        MatchingRule.objects.create(
            name=f"Rule {n}",
            agreement=agreements[n],
            organisation=organisations[n] if n % 2 else None,
            purpose="" if n % 2 else f"site {n} ",
            saved_by=person,
            saved_at=now(),
            recorded_at=now(),
        )


def make_payments(batch, organisations, chance):
    from almoner.payments.models import Payment

    for first in range(0, PAYMENTS, CHUNK):
        rows = []
        for n in range(first, first + CHUNK):
            paid_on = date(2020, 4, 1) + timedelta(days=n % 2000)
            rows.append(
                Payment(
                    batch=batch,
                    row_number=n,
                    payer="Wexmoor",
                    organisation=organisations[chance.randrange(ORGANISATIONS)],
                    supplier_name="Trust",
                    paid_on=paid_on,
                    month=paid_on.isoformat()[:7],
                    amount=Decimal(chance.randrange(500, 90_000)),
                    category="Grants to voluntary organisations",
                    purpose=f"Services at site {n % 997} of the directorate",
                    document_reference=f"PO PS/{n % AGREEMENTS:05}" if n % 5 == 0 else str(n),
                )
            )
        Payment.objects.bulk_create(rows)


def timed(label, act):
    began, worked = time.perf_counter(), time.process_time()
    answer = act()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    took, busy = time.perf_counter() - began, time.process_time() - worked
    print(f"{label:32} {took:8.2f} s, busy {busy:8.2f} s  peak {peak} MB  {answer}", flush=True)


if __name__ == "__main__":
    main()
