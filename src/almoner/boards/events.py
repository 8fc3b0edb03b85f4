"""What can happen to boards and meetings. Lines say people by reference, words by digest."""

from almoner.core.events import COUNT, DAY, DIGEST, REFERENCE, EventKind, one_of

from .kinds import Outcome, Part, Presence, Ruling

PERSON = {"person": REFERENCE}
OUTCOME = {"outcome": one_of(Outcome), "words": DIGEST}


class BoardEvent(EventKind):
    SET_UP = "board.set-up", {"terms": DIGEST, "quorum": COUNT}
    REVISED = "board.revised", {"terms": DIGEST, "quorum": COUNT}
    SEATED = "board.seated", {**PERSON, "part": one_of(Part), "from": DAY}
    UNSEATED = "board.unseated", {**PERSON, "from": DAY}
    DISSOLVED = "board.dissolved"


class MeetingEvent(EventKind):
    PLANNED = "meeting.planned", {"on": DAY}
    MOVED = "meeting.moved", {"on": DAY}
    CALLED = "meeting.called", {"papers": DIGEST, "count": COUNT}
    LATE_PAPERS = "meeting.late-papers-sent", {"papers": DIGEST, "count": COUNT}
    PRESENCE = "meeting.presence-recorded", {**PERSON, "presence": one_of(Presence)}
    HELD = "meeting.held", {"present": COUNT}
    AGREED = "meeting.minutes-agreed", {"minutes": DIGEST}
    CANCELLED = "meeting.cancelled"


class ItemEvent(EventKind):
    LISTED = "item.listed", {"meeting": REFERENCE, "out": COUNT}
    CHANGED = "item.changed"
    ORDERED = "item.ordered", {"place": COUNT}
    WITHDRAWN = "item.withdrawn"
    FILE_ADDED = "item.file-added", {"file": DIGEST}
    FILE_REMOVED = "item.file-removed", {"file": DIGEST}
    QUESTION_ASKED = "item.question-asked"
    QUESTION_ANSWERED = "item.question-answered"
    INTEREST_DECLARED = "item.interest-declared", PERSON
    INTEREST_RULED = "item.interest-ruled", {**PERSON, "ruling": one_of(Ruling)}


class MinuteEvent(EventKind):
    """`CONFIRMED` leaves the thing that an item is about as it is; `ENACTED` is heard by its app,
    which acts in the same transaction or refuses, and then nothing is recorded.
    """

    WRITTEN = "minute.written", {"words": DIGEST}
    CONFIRMED = "minute.confirmed", OUTCOME
    ENACTED = "minute.enacted", OUTCOME
