"""What the pages of officials cost where 1,000 cases are under way.

    ALMONER_HOME=(a folder to throw away) .venv/bin/python -m bench.cases [SECONDS]

Two gunicorn workers on this machine, eight clients that are signed in, each page for some seconds;
beside the rates of the peers' lists for staff. Needs Linux. For PostgreSQL, run it by
`tools.with_postgres`.
"""

import os
import random
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import django

from bench.load import HOST, Server, again, wait_for

CASES, LEADS, CLIENTS, PORT, CHUNK = 1_000, 20, 8, 8974, 1_000
# What lists of others answered a second here, two workers and eight clients as well:
# pretalx's list for organisers (50 of 1,000), Hypha's for staff (60 of 1,000), one submission.
PEERS = {"pipeline": 3.2, "list": 3.2, "one case": 6.6, "My work": 3.2}
THINGS = ("Counselling", "Mentors", "Safe nights", "Advice", "Training", "Outreach")
WHOM = ("victims of robbery", "young people", "front desks", "women at risk", "people in custody")


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 8.0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    os.environ |= {"ALMONER_LOG_LEVEL": "ERROR"}
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    leads = fill()
    pages = addresses()
    cookies = [signed_in(lead) for lead in leads[:CLIENTS]]
    print(f"{CASES:,} live cases, {connection.vendor}, {CLIENTS} clients, {seconds:.0f} s a page")
    asked = {name: queries_of(leads[0], page[0]) for name, page in pages.items()}
    connection.close()
    command = [sys.executable, "-m", "almoner.cli", "serve", f"--host={HOST}", f"--port={PORT}"]
    served = subprocess.Popen(command)
    server = Server("Almoner", [PORT], [served.pid], cookies=cookies)
    try:
        wait_for(server, "/healthz")
        print(
            f"{'page':12}{'queries':>8}{'a second':>10}{'p95 ms':>8}{'busy ms':>8}{'kB':>6}"
            f"{'MB':>6}{'peer':>6}{'times':>7}"
        )
        for name, page in pages.items():
            again(server, page, clients=CLIENTS, seconds=1)
            report(name, again(server, page, clients=CLIENTS, seconds=seconds), asked, server)
    finally:
        served.terminate()
        served.wait()


def report(name, run, asked, server):
    peer = PEERS[name]
    print(
        f"{name:12}{asked[name]:8}{run.rate:10.1f}{run.p95:8.0f}{run.processor:8.0f}"
        f"{run.heaviest / 1000:6.0f}{server.peak:6.0f}{peer:6.1f}{run.rate / peer:7.1f}",
        flush=True,
    )


def fill():
    from almoner.accounts.models import User
    from almoner.accounts.roles import Role
    from almoner.commissions.models import Commission
    from tests.factories import official
    from tests.guard import arranging

    if Commission.objects.exists():
        return list(User.objects.filter(username__startswith="lead-").order_by("pk"))
    with arranging():
        leads = [
            official(Role.COMMISSIONING_OFFICER, Role.APPROVER, username=f"lead-{n}")
            for n in range(LEADS)
        ]
        cases = make_cases(leads)
        make_gates(cases)
        make_risks_and_actions(cases, leads)
        make_plans_of_money(cases)
    return leads


def make_cases(leads):
    """On the shipped framework, spread over its routes and their stages, most begun lately."""
    from django.utils.timezone import now

    from almoner.commissions.kinds import Part
    from almoner.commissions.models import Commission, CommissionTerms, StageEntry, YearValue
    from almoner.commissions.operations import begin_case
    from almoner.framework.queries import framework_in_force

    chance, at = random.Random(1), now()  # noqa: S311 - no secret is made of it
    held = framework_in_force(at.date())
    routes = held.framework.routes
    first = begin_case("The first", route=routes[0].code, now=held, by=leads[0], at=at)
    begun = at - timedelta(days=90)
    made = []
    for n in range(CASES):
        route = routes[n % len(routes)]
        stage = route.stages[chance.randrange(len(route.stages))]
        made.append(
            Commission(
                reference=f"COM-{begun:%Y}-{5_000 + n}",
                title=f"{THINGS[n % 6]} for {WHOM[n % 5]}, {n}",
                lead=leads[n % LEADS],
                framework=first.framework,
                route=route.code,
                stage=stage.code,
                is_restricted=n % 25 == 0,
                state="on-hold" if n % 20 == 0 else "open",
                begun_by=leads[n % LEADS],
                begun_at=begun,
            )
        )
    made = Commission.objects.bulk_create(made, batch_size=CHUNK)
    terms = []
    for n, case in enumerate(made):
        starts = at.date() + timedelta(days=chance.randrange(30, 500))
        terms.append(
            CommissionTerms(
                commission=case,
                number=1,
                part=Part.NEED,
                written_by=case.lead,
                title=case.title,
                need="People wait nine weeks for a first talk, and half have given up by then.",
                evidence="The needs assessment of last year." if n % 3 else "",
                outcomes="Nobody waits longer than two weeks.",
                objectives=["support-victims"],
                power="victims-services" if n % 4 else "",
                net=Decimal(5_000 + n * 977 % 700_000),
                vat=Decimal(0),
                opens_on=starts - timedelta(days=120),
                starts_on=starts,
                ends_on=starts + timedelta(days=1_095),
                valid_from=begun.date(),
                recorded_at=begun,
            )
        )
    terms = CommissionTerms.objects.bulk_create(terms, batch_size=CHUNK)
    year = at.year if at.month > 3 else at.year - 1
    YearValue.objects.bulk_create(
        [YearValue(terms=one, year=year + 1, net=one.net, vat=0) for one in terms],
        batch_size=CHUNK,
    )
    for case, one in zip(made, terms, strict=True):
        case.current = one
    Commission.objects.bulk_update(made, ["current"], batch_size=CHUNK)
    StageEntry.objects.bulk_create(
        [
            StageEntry(
                commission=case,
                route=case.route,
                stage=case.stage,
                entered_at=begun + timedelta(days=n % 85),
            )
            for n, case in enumerate(made)
        ],
        batch_size=CHUNK,
    )
    return made


def make_gates(cases):
    """One open case in eight awaits a decision; one in eight passed a gate."""
    from django.utils.timezone import now

    from almoner.commissions.models import GateAsked

    step = {"code": "head", "title": "Head of commissioning", "role": "approver"}
    GateAsked.objects.bulk_create(
        [
            GateAsked(
                commission=case,
                stage=case.stage,
                onward="",
                controls=[{"code": "need-recorded", "title": "The need", "reasons": []}],
                steps=[step],
                value=case.current.net,
                version=1,
                state="asked" if n % 8 == 1 else "go",
                asked_by=case.lead,
                asked_at=now() - timedelta(days=n % 60),
                settled_at=None if n % 8 == 1 else now(),
            )
            for n, case in enumerate(cases)
            if n % 8 in {1, 2} and case.state == "open"
        ],
        batch_size=CHUNK,
    )


def make_risks_and_actions(cases, leads):
    """Of each case a risk, and of each second one an action of its lead."""
    from django.utils.timezone import now

    from almoner.actions.models import Action
    from almoner.core.references import name_of
    from almoner.risks.models import Assessment, Risk

    at = now()
    earlier = at - timedelta(days=60)
    common = {"recorded_by": leads[0], "opened_at": earlier}
    risks = [
        Risk(reference=f"RSK-{at:%Y}-{5_000 + n}", about=name_of(case), **common)
        for n, case in enumerate(cases)
    ]
    risks = Risk.objects.bulk_create(risks, batch_size=CHUNK)
    Assessment.objects.bulk_create(
        [
            Assessment(
                risk=risk,
                cause="Only one provider answers",
                event="It withdraws",
                effect="Nobody is seen",
                inherent_likelihood=4,
                inherent_impact=4,
                current_likelihood=1 + n % 5,
                current_impact=3,
                owner=cases[n].lead,
                assessed_by=cases[n].lead,
                category=("financial", "delivery")[n % 2],
                review_on=at.date() + timedelta(days=n % 200 - 5),
                valid_from=earlier.date(),
                recorded_at=earlier,
            )
            for n, risk in enumerate(risks)
        ],
        batch_size=CHUNK,
    )
    Action.objects.bulk_create(
        [
            Action(
                reference=f"ACT-{at:%Y}-{5_000 + n}",
                source=name_of(case),
                what="Ask two more providers",
                owner=case.lead,
                verifier=leads[(n + 1) % LEADS],
                first_due_on=at.date() + timedelta(days=n % 90 - 10),
                due_on=at.date() + timedelta(days=n % 90 - 10),
                opened_by=leads[(n + 1) % LEADS],
                opened_at=at,
            )
            for n, case in enumerate(cases)
            if n % 2
        ],
        batch_size=CHUNK,
    )


def make_plans_of_money(cases):
    """One fund with a line, against which each second case plans what it is worth."""
    from almoner.core.references import name_of
    from almoner.funding.models import Entry, movement_reference
    from almoner.funding.states import Act, PoundState
    from tests.funding.factories import BudgetLineFactory, EntryFactory

    day = cases[0].current.valid_from
    at = datetime.combine(day, time(12), tzinfo=UTC)
    line = BudgetLineFactory()
    EntryFactory(line=line, amount=Decimal(900_000_000))
    somebody = cases[0].lead
    Entry.objects.bulk_create(
        [
            Entry(
                line=line,
                movement=movement_reference(),
                act=Act.PLANNED,
                amount=case.current.net,
                from_state=PoundState.AVAILABLE,
                to_state=PoundState.PLANNED,
                what_for=name_of(case),
                entered_by=somebody,
                valid_from=day,
                recorded_at=at,
            )
            for case in cases[::2]
        ],
        batch_size=CHUNK,
    )


def addresses():
    from almoner.commissions.models import Commission

    some = Commission.objects.filter(is_restricted=False).order_by("pk")[10:90:2]
    return {
        "pipeline": [
            "/workspace/commissions/pipeline/",
            "/workspace/commissions/pipeline/?by=month",
        ],
        "list": [f"/workspace/commissions/?page={n}" for n in range(1, 20)],
        "one case": [f"/workspace/commissions/{case}/" for case in some],
        "My work": ["/workspace/"],
    }


def client_of(person):
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def signed_in(person):
    """The cookie by which a browser would be signed in."""
    cookies = client_of(person).cookies
    return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())


def queries_of(person, page):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(person)
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(page)
    if response.status_code != 200:
        raise SystemExit(f"{page}: {response.status_code}")
    return len(asked)


if __name__ == "__main__":
    main()
