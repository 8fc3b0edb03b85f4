"""Messages of which not a word is kept: each is written when it is sent, and anew at each try.

So it says what is so then. What was taken down since it was queued is not in it, and nothing that
is taken down later stays behind in a copy.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from .models import Message


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as its reader gets it, with what its heading says besides."""

    subject: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


Writer: TypeAlias = Callable[[Message], Letter | None]
writers: dict[str, Writer] = {}


def declare_writer(topic: str) -> Callable[[Writer], Writer]:
    """Decorator: make known who writes the messages of a topic; None where nothing is left to say.

    Raises ValueError when somebody else does.
    """

    def declare(writer: Writer) -> Writer:
        if writers.setdefault(topic, writer) is not writer:
            raise ValueError(f"Two write the messages of {topic!r}")
        return writer

    return declare


def letter_of(message: Message) -> Letter | None:
    """What a message says now. None if there is nothing left to say."""
    if message.topic in writers:
        return writers[message.topic](message)
    return Letter(message.subject, message.body)
