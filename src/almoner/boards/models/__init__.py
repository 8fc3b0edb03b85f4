"""What the boards keep."""

from .boards import Board, Seat, Terms
from .items import Interest, Item, ItemFile, ItemText, Paper, Question
from .meetings import Attendance, Meeting
from .minutes import Minute, MinuteText

__all__ = [
    "Attendance",
    "Board",
    "Interest",
    "Item",
    "ItemFile",
    "ItemText",
    "Meeting",
    "Minute",
    "MinuteText",
    "Paper",
    "Question",
    "Seat",
    "Terms",
]
