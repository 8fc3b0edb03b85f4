"""What can happen to a message, in the past tense."""

from almoner.core.events import COUNT, DIGEST, EventKind, one_of

from .rhythms import DigestRhythm
from .topics import TOPIC


class MessageEvent(EventKind):
    QUEUED = "message.queued", {"topic": TOPIC, "text": DIGEST}
    CANCELLED = "message.cancelled", {"topic": TOPIC}
    QUEUED_AGAIN = "message.queued-again", {"topic": TOPIC, "attempts": COUNT}
    FORGOTTEN = "message.forgotten", {"topic": TOPIC, "text": DIGEST}
    READER_FORGOTTEN = "message.reader-forgotten", {"messages": COUNT}
    LETTERS_FORGOTTEN = "message.letters-forgotten", {"messages": COUNT}


class DigestEvent(EventKind):
    CHOSEN = "digest.chosen", {"rhythm": one_of(DigestRhythm)}
