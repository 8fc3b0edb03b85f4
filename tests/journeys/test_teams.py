"""A team is set up, and whoever leads it sees what its people have on and books for them."""

from datetime import timedelta

from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from almoner.accounts.models import Team
from almoner.accounts.roles import Role
from tests.academy.factories import WorkshopFactory
from tests.actions.factories import ActionFactory
from tests.factories import official
from tests.journeys.browsing import click, look_at, sign_in


def press(page, name):
    click(page.get_by_role("button", name=name, exact=True))


def set_up(page, address, *people):
    """A team of these people, the first of whom leads it."""
    look_at(page, f"{address}/workspace/teams/", name="teams-none")
    press(page, "Set up a team")
    press(page, "Set up the team")
    look_at(page, page.url, name="team-set-up")
    page.get_by_label("What it is called").fill("Grants and contracts")
    page.get_by_label("What it is for").fill("Manages what is signed.")
    press(page, "Set up the team")
    for person in people:
        press(page, "Add somebody")
        page.get_by_label("Who joins").select_option(person.name)
        press(page, "Add them")
    click(page.get_by_role("row", name=people[0].name).get_by_role("link", name="Make lead"))
    look_at(page, page.url, name="team-lead")
    press(page, "Make them lead")


def test_a_lead_sees_what_their_people_have_on_and_books_for_them(page, client, live_server):
    address, today = str(live_server), localdate()
    hugo = official(Role.AGREEMENT_MANAGER, name="Hugo Tansley")
    owen = official(Role.COMMISSIONING_OFFICER, name="Owen Brack")
    ActionFactory(owner=owen, due_on=today - timedelta(days=3), what="Visit the night shelter")
    workshop = WorkshopFactory(starts_at=now() + timedelta(days=9))
    sign_in(page, client, official(Role.ADMINISTRATOR, name="Amara Cole"), address=address)
    set_up(page, address, hugo, owen)
    team = f"{address}/workspace/teams/{Team.objects.get()}/"
    for name in ("", "history/", "rename/", "join/", f"people/{owen}/leave/", "close/"):
        look_at(page, f"{team}{name}", name=f"team-{name.split('/')[-2] if name else 'page'}")
    look_at(page, f"{address}/workspace/teams/", name="teams")
    look_at(page, f"{address}/workspace/people/{hugo}/", name="person-in-teams")
    look_at(page, f"{address}/workspace/actions/?whose=team", name="actions-in-no-team")

    sign_in(page, client, hugo, address=address)
    look_at(page, team, name="team-of-its-lead")
    click(page.get_by_role("link", name="The actions of my teams"))
    expect(page.get_by_text("Visit the night shelter")).to_be_visible()
    look_at(page, page.url, name="actions-of-my-teams")
    look_at(page, f"{address}/workspace/academy/my-team/", name="academy-my-team")
    page.goto(f"{address}/workspace/academy/workshops/{workshop}/")
    press(page, "Book for somebody")
    page.get_by_label("For whom").select_option("Owen Brack")
    press(page, "Book a place")

    expect(page.get_by_text("The place is booked.")).to_be_visible()
    look_at(page, f"{address}/workspace/academy/my-team/", name="academy-my-team-booked")
    assert workshop.bookings.get().person == owen
