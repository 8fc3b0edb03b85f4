from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from almoner.accounts.roles import Role
from almoner.core import due
from almoner.core.due import Due
from almoner.outbox.states import DeliveryState
from almoner.web.workspace.home import Group, Task, groups_of
from tests.commissions.factories import case
from tests.commissions.plans import proposed
from tests.factories import (
    DAY,
    NOON,
    RoleHoldingFactory,
    StewardshipFactory,
    TermsFactory,
    VersionFactory,
    WithholdingFactory,
    message,
    official,
)
from tests.registers.publishing import drafted, duties_of_wexmoor, issue
from tests.web.public.published import body_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
HOME = "workspace:home"
# Of each duty, the period before the one that is due on 20 March, or that is not due before April.
OUT_BY_NOON = [
    ("spend", "2026-01"),
    ("spend-over-500", "2025-26-Q3"),
    ("spend-yearly", "2024-25"),
    ("contracts", "2026-01"),
    ("contracts-small", "2025-26-Q3"),
    ("grants", "2026-01"),
]


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON):
        yield


def day(days, *, on=DAY):
    return on + timedelta(days=days)


def something(what, due_on=None):
    return Due("sample.thing:THI-1", what, "read", due_on)


def only(monkeypatch, *items):
    monkeypatch.setattr(due, "sources", [lambda worker, on: items])


def test_groups_of_puts_the_overdue_first_and_says_by_how_much():
    items = [
        something("Now"),
        something("Two days ago", day(-2)),
        something("Yesterday", day(-1)),
        something("Today", DAY),
        something("In a week", day(7)),
        something("In eight days", day(8)),
    ]

    assert list(groups_of(items, on=DAY)) == [
        Group(
            "Overdue",
            [
                Task("Two days ago", None, day(-2), "2 days overdue"),
                Task("Yesterday", None, day(-1), "1 day overdue"),
            ],
        ),
        Group("To do now", [Task("Now", None, None), Task("Today", None, DAY)]),
        Group("In the next seven days", [Task("In a week", None, day(7))]),
        Group("Later", [Task("In eight days", None, day(8))]),
    ]


def test_what_is_urgent_stands_before_what_is_overdue():
    urgent = Due("sample.thing:THI-2", "Somebody may be in danger", "read", is_urgent=True)
    items = due.in_order([something("Yesterday", day(-1)), urgent])

    assert [group.title for group in groups_of(items, on=DAY)] == [
        "Before anything else",
        "Overdue",
    ]


def test_home_says_what_is_overdue_in_words(client, monkeypatch):
    only(monkeypatch, something("Publish the spend", day(-3)))
    client.force_login(official(Role.PUBLISHER))

    response = client.get(reverse(HOME))

    assert response.status_code == 200
    assert "Publish the spend" in response.text
    assert "3 days overdue" in response.text


def test_home_links_to_where_a_thing_is_done(client):
    failed = message(state=DeliveryState.FAILED)
    client.force_login(official(Role.ADMINISTRATOR))

    response = client.get(reverse(HOME))

    assert (
        f'<a href="{reverse("workspace:message", args=[failed])}">Mend or cancel' in response.text
    )


def test_home_says_what_an_agreement_is_called_unless_it_is_withheld(client):
    manager = official(Role.AGREEMENT_MANAGER)
    shelter, refuge = (
        VersionFactory(said={"title": title}).agreement
        for title in ("Night shelter", "Zephyrine Haven")
    )
    for agreement in (shelter, refuge):
        StewardshipFactory(agreement=agreement, manager=manager)
        TermsFactory(agreement=agreement, ends_on=DAY)
    WithholdingFactory(organisation=None, agreement=refuge)
    client.force_login(manager)

    page = client.get(reverse(HOME)).text

    assert "Night shelter" in page
    assert str(refuge) in page
    assert "Zephyrine" not in page


def test_home_shows_a_deputy_what_is_due_to_whom_they_stand_in_for(client):
    away, deputy = official(Role.PUBLISHER), official(Role.PUBLISHER)
    RoleHoldingFactory(
        holder=deputy,
        role=Role.ADMINISTRATOR,
        in_place_of=away,
        valid_from=DAY,
        valid_to=DAY,
    )
    message(state=DeliveryState.FAILED)
    client.force_login(deputy)

    page = " ".join(client.get(reverse(HOME)).text.split())
    assert "Mend or cancel" in page
    assert f"You stand in for {away.name} as Administrator until" in page


def test_home_says_so_when_nothing_is_due(client, monkeypatch):
    only(monkeypatch)
    client.force_login(official(Role.MEMBER))

    assert "Nothing is due" in client.get(reverse(HOME)).text


def test_home_is_for_people_who_signed_in(client):
    response = client.get(reverse(HOME))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_home_asks_as_many_questions_for_ten_things_as_for_one(
    client, django_assert_max_num_queries
):
    client.force_login(official(Role.ADMINISTRATOR))
    message(state=DeliveryState.FAILED)
    with django_assert_max_num_queries(26) as one:  # one of them tells all that boards ask
        client.get(reverse(HOME))

    for _number in range(10):
        message(state=DeliveryState.FAILED)
    with django_assert_max_num_queries(len(one)):
        client.get(reverse(HOME))


def test_every_official_sees_on_top_what_the_body_is_late_to_publish(client, tmp_path, settings):
    settings.FILES = tmp_path
    with duties_of_wexmoor(), time_machine.travel(NOON + timedelta(days=17)):
        waiting = drafted()
        client.force_login(official(Role.MEMBER))
        page = client.get(reverse(HOME)).content.decode()

    late, mine = page.split("Late to publish", 1)[1], page.index("Nothing is due")
    assert page.index("Late to publish") < mine
    assert "1 day late" in late
    assert "February 2026 was due on 20 March 2026" in late
    assert f"/workspace/editions/{waiting}/" in late
    assert 'href="/duties/"' in late


def test_nothing_is_said_to_be_late_on_the_day_that_it_is_due(client, tmp_path, settings):
    settings.FILES = tmp_path
    reader = official(Role.MEMBER)
    with duties_of_wexmoor():
        for code, period in OUT_BY_NOON:
            issue(code, period)
        pages = [page_on(client, reader, days) for days in (0, 16, 17)]

    assert ["Late to publish" in page for page in pages] == [False, False, True]


def page_on(client, reader, days):
    """My work, so many days after the day of these tests."""
    with time_machine.travel(NOON + timedelta(days=days)):
        client.force_login(reader)
        page = client.get(reverse(HOME)).content.decode()
    assert "My work" in page
    return page


def test_what_is_due_is_shown_from_the_next_line_of_the_ledger_and_asks_little_until_then(
    client, settings
):
    settings.KEPT_MB = 1
    signed_in(client, Role.PUBLISHER, Role.COMMISSIONING_OFFICER, Role.APPROVER)
    case()
    client.get(reverse(HOME))
    with CaptureQueriesContext(connection) as asked:
        before = body_of(client.get(reverse(HOME)))
    assert len(asked) <= 15
    assert "Check for the forward plan" not in before

    proposed(case())

    assert "Check for the forward plan" in body_of(client.get(reverse(HOME)))
