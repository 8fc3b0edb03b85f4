"""What is done on boards and at their meetings."""

from .agendas import (
    Wanted,
    add_item_file,
    change_item,
    list_item,
    move_item,
    remove_item_file,
    withdraw_item,
)
from .boards import Charter, dissolve_board, revise_terms, seat_member, set_up_board, unseat_member
from .calling import call_meeting, cancel_meeting, plan_meeting, plan_meetings, reschedule_meeting
from .minutes import agree_minutes, confirm_minute, open_item_action, write_minute
from .people import answer_question, ask_question, declare_interest, rule_on_interest
from .presence import hold_meeting, record_presence, send_apologies

__all__ = [
    "Charter",
    "Wanted",
    "add_item_file",
    "agree_minutes",
    "answer_question",
    "ask_question",
    "call_meeting",
    "cancel_meeting",
    "change_item",
    "confirm_minute",
    "declare_interest",
    "dissolve_board",
    "hold_meeting",
    "list_item",
    "move_item",
    "open_item_action",
    "plan_meeting",
    "plan_meetings",
    "record_presence",
    "remove_item_file",
    "reschedule_meeting",
    "revise_terms",
    "rule_on_interest",
    "seat_member",
    "send_apologies",
    "set_up_board",
    "unseat_member",
    "withdraw_item",
    "write_minute",
]
