"""The forward plan: what is coming is read by anyone, and nothing of what is restricted."""

import json
import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from almoner.commissions.kinds import Part, ValueBand
from almoner.commissions.models import Commission
from almoner.commissions.operations import restrict_case, unrestrict_case
from almoner.registers.forward_plan import public_plan
from tests.commissions.factories import NOON, case, say
from tests.commissions.plans import planned, proposed
from tests.factories import OrganisationFactory
from tests.guard import arranging
from tests.web.public.published import body_of, bytes_of
from tests.web.public.refuge import taken_down, walk

pytestmark = pytest.mark.django_db
AT = "/forward-plan"
TOKENS = ["Hawthorn", "Quillback", "Marlstone"]


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def everything():
    """All that the plan says, in every form."""
    client = Client()
    ends = ("/", ".csv", ".json", ".atom")
    return "\n".join(body_of(client.get(f"{AT}{end}")) for end in ends)


def test_anyone_reads_what_is_planned_in_every_form(client):
    planned(case(), band=ValueBand.UNDER_500_000)

    shown = re.sub(r"\s+", " ", body_of(client.get(f"{AT}/")))
    for said in ("Talking therapies", "June 2026", "September 2026", "£100,000 to £500,000"):
        assert said in shown
    assert "A grant, to be competed for" in shown
    assert "How to reach us" in shown
    rows = json.loads(body_of(client.get(f"{AT}.json")))
    assert "2026-06" in json.dumps(rows)
    assert "2026-09" in body_of(client.get(f"{AT}.csv"))
    assert "Planned: Talking therapies" in body_of(client.get(f"{AT}.atom"))
    assert bytes_of(client.get(f"{AT}.xlsx")).startswith(b"PK")
    assert "/forward-plan.csv" in body_of(client.get("/catalogue.jsonld"))
    assert "/forward-plan/" in body_of(client.get("/sitemap-pages-1.xml"))


def test_an_empty_plan_says_so_and_the_first_page_leads_to_it(client):
    proposed(case())

    assert "Nothing is planned in public at present" in body_of(client.get(f"{AT}/"))
    assert f'href="{AT}/"' in body_of(client.get("/"))
    assert "forward-plan.csv" not in body_of(client.get("/catalogue.jsonld"))


def test_a_restricted_case_is_in_no_public_byte_whatever_was_said_of_it_before():
    shelter = case(title="Hawthorn shelter")
    planned(shelter, title="Quillback beds", purpose="Beds at Marlstone")
    planned(case())
    assert "Quillback" in everything()

    restrict_case(shelter, by=shelter.lead, at=NOON)

    assert walk().naming([*TOKENS, shelter.reference]) == []
    unrestrict_case(Commission.objects.get(pk=shelter.pk), by=shelter.lead, at=NOON)
    assert "Quillback" not in everything()


def test_the_door_shows_nothing_restricted_even_where_the_plan_was_not_left():
    shelter = case()
    planned(shelter)
    with arranging():
        Commission.objects.filter(pk=shelter.pk).update(is_restricted=True)

    assert public_plan(on=NOON.date()) == []


def test_what_names_a_withheld_organisation_or_is_to_go_to_one_is_not_told():
    haven = OrganisationFactory(name="Hawthorn Haven")
    planned(case(), title="More rooms at Hawthorn Haven")
    theirs = case()
    say(theirs, Part.TERMS, {"supplier": haven})
    planned(theirs, title="Quillback beds")
    assert "Quillback" in everything()

    taken_down(organisation=haven)

    assert public_plan(on=NOON.date()) == []


def test_what_was_to_start_before_this_month_is_past():
    planned(case(), opens_in=date(2026, 3, 1), starts_in=date(2026, 3, 1))

    assert len(public_plan(on=date(2026, 3, 31))) == 1
    assert public_plan(on=date(2026, 4, 1)) == []


def test_many_plans_ask_the_database_no_more_than_few(client, settings):
    settings.KEPT_MB = 0

    def asked():
        with CaptureQueriesContext(connection) as said:
            client.get(f"{AT}/")
        return len(said)

    planned(case())
    few = asked()
    for _time in range(3):
        planned(case())
    assert asked() == few
