"""Who may open the pages about boards, their meetings and the items of their agendas."""

from datetime import timedelta

from almoner.accounts.roles import Role
from almoner.boards.policies import OFFICIALS as NOT_ONLY_MEMBERS
from almoner.boards.policies import READERS

OFFICIALS = frozenset(Role)
SECRETARY = frozenset({Role.BOARD_SECRETARY})
NOBODY = frozenset[Role]()  # among people asked, since they do not sit on the board in question
OF_A_BOARD = ["board", "board-as-at", "board-ics"]
RUN = ["revise-board", "seat-member", "plan-meeting", "plan-meetings", "dissolve-board"]
TO_COME = ["propose-items", "add-item", "move-meeting", "cancel-meeting", "call-meeting"]
OVER = ["meeting-as-at", "meeting-minutes", "meeting-minutes-pdf", "meeting-pack"]
ITEM_TO_COME = ["change-item", "move-item", "withdraw-item", "add-item-file"]
ITEM_OVER = ["write-minute", "open-item-action"]

BOARDS = {
    **dict.fromkeys(
        ["workspace:boards", "workspace:board-calendar", "workspace:my-meetings-ics"], OFFICIALS
    ),
    # Which boards there are and when they meet is no secret among officials; members from outside
    # read about those on which they sit.
    **{f"workspace:{name}": frozenset(NOT_ONLY_MEMBERS) for name in [*OF_A_BOARD, "meeting"]},
    # Papers are for those who sit there, the secretary and the auditor.
    **{f"workspace:{name}": frozenset(READERS) for name in [*OVER, "agenda-item"]},
    "workspace:declare-interest": frozenset(READERS),
    "workspace:set-up-board": SECRETARY,
    **{f"workspace:{name}": SECRETARY for name in [*RUN, *TO_COME, *ITEM_TO_COME, *ITEM_OVER]},
    "workspace:unseat-member": SECRETARY,
    "workspace:remove-item-file": SECRETARY,
    "workspace:hold-meeting": SECRETARY,
    "workspace:record-presence": SECRETARY,
    "workspace:answer-question": SECRETARY,
    **{
        f"workspace:{name}": NOBODY
        for name in (
            *("send-apologies", "ask-question", "rule-on-interest", "confirm-minute"),
            "agree-minutes",
        )
    },
}


def tell_of_boards(now):
    """A board with a meeting planned, one whose papers are out, and one that was held."""
    from almoner.boards.kinds import Outcome
    from almoner.boards.operations import add_item_file, ask_question, declare_interest
    from tests.boards import factories as make

    made = make.board(code="board-of-the-world")
    member, other = make.members_of(made)[:2]
    soon, begun = now + timedelta(days=20), now - timedelta(hours=3)
    planned, called = make.planned(made, starts_at=soon), make.planned(made, starts_at=begun)
    held, listed = make.planned(made), make.item(planned)
    kept = {"name": "letter.txt", "item": listed, "title": "A letter"}
    file = add_item_file([b"A letter."], **kept, by=made.set_up_by, at=make.NOON)
    make.called(called)
    over = make.item(held)
    make.called(held)
    ask_question(over, text="How long?", by=member, at=make.NOON)
    declare_interest(over, what="A cousin", by=other, at=make.NOON)
    make.held(make.fresh(held))
    make.minuted(make.fresh_item(over), Outcome.NOTED)
    return {
        "board": made,
        "member": member,
        "out": other,
        "planned meeting": planned,
        "called meeting": called,
        "held meeting": held,
        "listed": listed,
        "over": over,
        "item file": file,
    }


def arguments(world):
    """What the addresses name: things of a world that has one of each."""
    board, over, listed = world["board"], world["over"], world["listed"]
    return {
        **{f"workspace:{name}": [board] for name in [*OF_A_BOARD, *RUN]},
        "workspace:unseat-member": [board, world["member"].reference],
        **{f"workspace:{name}": [world["planned meeting"]] for name in [*TO_COME, "meeting"]},
        "workspace:send-apologies": [world["planned meeting"]],
        "workspace:hold-meeting": [world["called meeting"]],
        **{f"workspace:{name}": [world["held meeting"]] for name in OVER},
        "workspace:record-presence": [world["held meeting"]],
        "workspace:agree-minutes": [world["held meeting"]],
        **{f"workspace:{name}": [listed] for name in [*ITEM_TO_COME, "agenda-item"]},
        "workspace:declare-interest": [listed],
        "workspace:ask-question": [listed],
        "workspace:remove-item-file": [listed, world["item file"].file.reference],
        **{f"workspace:{name}": [over] for name in [*ITEM_OVER, "confirm-minute"]},
        "workspace:answer-question": [over, 1],
        "workspace:rule-on-interest": [over, world["out"].reference],
    }
