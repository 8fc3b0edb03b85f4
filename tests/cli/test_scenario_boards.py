"""Boards and meetings that a scenario tells of."""

import pytest

from almoner.boards.models import Board, Meeting
from almoner.boards.queries import seats_of, terms_of
from almoner.cli.scenarios.reading import UnreadableScenario, read_scenario
from almoner.cli.scenarios.telling import tell_scenario
from almoner.core.ledger import verify

WORLD = """
title = "A body with one board"
told-until = 2021-10-04

[[board]]
code = "panel"
name = "Audit panel"
purpose = "It advises."
quorum = 2
set-up-on = 2021-03-01
secretary = "greta.holm"
often = "quarterly"
partner = "Wexmoor Police"
seat = [
  { person = "priya.saltmarsh", part = "chair" },
  { person = "mabel.orme", part = "deputy-chair" },
  { person = "gareth.lisle", from-body = "Wexmoor Police" },
]

[[meeting]]
board = "panel"
called-on = 2021-03-22
held-on = 2021-03-29
agreed-on = 2021-04-12
absent = ["priya.saltmarsh"]

[[meeting.item]]
title = "Progress"
purpose = "decision"
words = "The panel asked for more."
outcome = "deferred"
"""


def described(tmp_path, text):
    path = tmp_path / "world.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_a_board_sits_and_meets_on_its_days(tmp_path):
    tell_scenario(read_scenario(described(tmp_path, WORLD)), tell=str)

    board, met = Board.objects.get(), Meeting.objects.get()
    terms = terms_of(board, on=met.on)
    assert (terms.name, terms.partner, terms.often) == (
        "Audit panel",
        "Wexmoor Police",
        "quarterly",
    )
    sent = {one.from_body: one.person.username for one in seats_of(board, on=met.on)}
    assert sent["Wexmoor Police"] == "gareth.lisle"
    item = met.items.get()
    assert (met.state, item.minute.outcome) == ("agreed", "deferred")
    assert item.minute.words == "The panel asked for more."
    assert item.minute.confirmed_by.username == "mabel.orme"
    assert f"{met.called_at:%Y-%m-%d} {met.agreed_at:%Y-%m-%d}" == "2021-03-22 2021-04-12"
    verify()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("quorum = 2", "", "board[0]: Object missing required field `quorum`"),
        ("quorum = 2", "quorums = 2", "board[0]: Object contains unknown field `quorums`"),
        ("agreed-on", "agree-on", "meeting[0]: Object contains unknown field `agree-on`"),
        ('words = "The', 'word = "The', "unknown field `word`"),
        ('part = "chair"', 'part = "king"', "board[0].seat[0].part: Invalid enum value"),
        ("quorum = 2", "quorum = 0", "board 1, quorum and minutes: give 1 at least"),
        ('often = "quarterly"', "weekday = 6", "board 1, weekday: give 0 for Monday"),
        ('often = "quarterly"', "ordinal = 5", "board 1, ordinal: give 1 to 4"),
        ('"deputy-chair"', '"chair"', "give at most one of them the part chair"),
        ('"mabel.orme"', '"priya.saltmarsh"', "board 1, seat: give each person one"),
        ('"greta.holm"', '"nobody"', "board 1, secretary: nobody here is called nobody"),
        ('"gareth.lisle"', '"nobody"', "board 1, seat: nobody here is called nobody"),
        (
            'title = "Progress"',
            'title = "P"\npresenter = "no"',
            "presenter: nobody here",
        ),
        ('board = "panel"', 'board = "choir"', "there is no board called choir"),
        ("called-on = 2021-03-22", "called-on = 2021-02-22", "the board is set up on 2021-03-01"),
        ("held-on = 2021-03-29", "held-on = 2021-03-22", "give a day after its papers went"),
        ("agreed-on = 2021-04-12", "agreed-on = 2021-03-29", "agreed-on: give a day after"),
        ('words = "The panel asked for more."', "", "agreed-on: nothing is minuted"),
        ('["priya.saltmarsh"]', '["hugo.tansley"]', "hugo.tansley does not sit on panel"),
        ('["priya.saltmarsh"]', '["priya.saltmarsh", "mabel.orme"]', "neither the chair nor"),
        ("quorum = 2", "quorum = 3", "absent: too few were there for a quorum of 3"),
        ('title = "Progress"', 'title = "P"\nreport = "Sums"', "no report called Sums"),
        ("told-until = 2021-10-04", "told-until = 2021-03-10", "2021-03-22 is after told-until"),
    ],
)
def test_a_mistake_of_a_board_is_named_with_its_place(tmp_path, before, after, said):
    assert before in WORLD
    with pytest.raises(UnreadableScenario) as refused:
        read_scenario(described(tmp_path, WORLD.replace(before, after)))
    assert said in str(refused.value)


def test_words_are_of_each_item_or_of_none(tmp_path):
    more = WORLD + '\n[[meeting.item]]\ntitle = "Another"\n'
    with pytest.raises(UnreadableScenario, match="words: give those of each item, or of none"):
        read_scenario(described(tmp_path, more))


def test_items_have_titles_of_their_own(tmp_path):
    more = WORLD + '\n[[meeting.item]]\ntitle = "Progress"\nwords = "Again."\n'
    with pytest.raises(UnreadableScenario, match="item: give each a title of its own"):
        read_scenario(described(tmp_path, more))
