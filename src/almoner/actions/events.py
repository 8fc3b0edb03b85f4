"""What can happen to an action. Lines say days and people by reference, never what it is."""

from almoner.core.events import DAY, REFERENCE, EventKind

PEOPLE = {"owner": REFERENCE, "verifier": REFERENCE}


class ActionEvent(EventKind):
    OPENED = "action.opened", {**PEOPLE, "due_on": DAY}
    PROGRESSED = "action.progressed"
    DONE = "action.done"
    SENT_BACK = "action.sent-back"
    VERIFIED = "action.verified"
    MOVED = "action.moved", {"from": DAY, "to": DAY}
    HANDED_OVER = "action.handed-over", PEOPLE
    DROPPED = "action.dropped"
