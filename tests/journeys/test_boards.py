"""A board meets: from what is due to it to the minute that moves a case."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from almoner.boards.models import Meeting
from almoner.boards.operations import plan_meeting
from almoner.boards.operations.calling import When
from almoner.commissions.operations import ask_gate
from tests.boards.factories import board, members_of, secretary
from tests.commissions.factories import grant_case, officer
from tests.commissions.frameworks import TEXT, in_force
from tests.framework.factories import head
from tests.guard import arranging
from tests.journeys.browsing import click, look_at, sign_in

# The head of service acts in the meetings of the board.
BOARDED = TEXT.replace(
    'title = "Head of service"', 'title = "Head of service"\nboard = "oversight-board"'
)


@pytest.fixture(autouse=True)
def _boarded(settings, tmp_path):
    standing = tmp_path / "standing.toml"
    standing.write_text(BOARDED, encoding="utf-8")
    settings.FRAMEWORK = str(standing)


def press(page, name):
    click(page.get_by_role("button", name=name, exact=True))


def send_papers_out(page, at, case):
    """The secretary takes the case from what is due, and sends its paper out."""
    page.goto(at)
    press(page, "Choose from what is due")
    look_at(page, page.url, name="board-propose")
    page.get_by_label(str(case)).check()
    press(page, "Put on the agenda")
    press(page, "Send out agenda and papers")
    look_at(page, page.url, name="board-call")
    press(page, "Send them out")
    expect(page.get_by_text("Sent out")).to_be_visible()


def read_and_ask(page, at):
    """A member reads the paper and the pack, and asks."""
    look_at(page, at, name="board-meeting")
    assert page.request.get(f"{at}pack.pdf").body().startswith(b"%PDF")
    click(page.locator("#main").get_by_role("table").get_by_role("link").first)
    look_at(page, page.url, name="board-item")
    paper = page.url
    press(page, "Ask a question")
    page.get_by_label("Your question").fill("How many come from the north?")
    press(page, "Ask it")
    expect(page.get_by_text("How many come from the north?")).to_be_visible()
    return paper


def declare(page, paper):
    """Another declares an interest, and the paper is not theirs to read any more."""
    page.goto(paper)
    press(page, "Declare an interest")
    look_at(page, page.url, name="board-declare")
    page.get_by_label("What your interest is").fill("My sister works for a provider.")
    press(page, "Declare it")
    expect(page.get_by_text("You are out of this item", exact=True)).to_be_visible()
    look_at(page, paper, name="board-item-out", status=403)


def hold_and_minute(page, at, paper):
    """It has begun: the secretary says who was there, and what came of the item."""
    with arranging():
        Meeting.objects.update(starts_at=now() - timedelta(hours=2), ends_at=now())
    page.goto(at)
    press(page, "Say that it was held")
    look_at(page, page.url, name="board-hold")
    press(page, "It was held")
    page.goto(paper)
    press(page, "Write the minute")
    look_at(page, page.url, name="board-minute")
    page.get_by_label("What was said, and why it came out so").fill("The need is shown.")
    page.get_by_label("Agreed", exact=True).check()
    press(page, "Write it down")


def test_what_a_board_agrees_moves_the_case_once_its_chair_confirms(page, client, live_server):
    address, today = str(live_server), now()
    greta, mabel = secretary(name="Greta Holm"), head(name="Mabel Orme")
    case = grant_case(lead=officer(name="Cerys Vane"), now=in_force(BOARDED))
    ask_gate(case, onward="open", now=in_force(BOARDED), by=case.lead, at=today)
    oversight = board(by=greta, chair=mabel)
    leo, amara, _third = members_of(oversight)
    starts = today + timedelta(days=9)
    when = When(starts, starts + timedelta(hours=2), "Committee room 2")
    meeting = plan_meeting(oversight, when, by=greta, at=today)
    at = f"{address}/workspace/meetings/{meeting}/"
    its_case = f"{address}/workspace/commissions/{case}/"

    sign_in(page, client, greta, address=address)
    send_papers_out(page, at, case)
    sign_in(page, client, leo, address=address)
    paper = read_and_ask(page, at)
    sign_in(page, client, amara, address=address)
    declare(page, paper)
    sign_in(page, client, greta, address=address)
    hold_and_minute(page, at, paper)
    sign_in(page, client, mabel, address=address)
    page.goto(its_case)
    expect(page.locator("[aria-current=step]")).to_contain_text("Plan")
    page.goto(paper)
    press(page, "Confirm it")
    look_at(page, page.url, name="board-confirm")
    expect(page.get_by_text("Says go at the gate")).to_be_visible()
    press(page, "Confirm it")
    expect(page.get_by_text(f"It acted on {case} in your name.")).to_be_visible()
    look_at(page, page.url, name="board-minutes")
    page.goto(paper)
    expect(page.get_by_text("Confirmed by Mabel Orme")).to_be_visible()

    page.goto(its_case)
    expect(page.locator("[aria-current=step]")).to_contain_text("Open")
