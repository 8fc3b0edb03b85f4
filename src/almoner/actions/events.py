"""What can happen to an action. Lines say days and people by reference, never what it is."""

from almoner.core.events import DAY, REFERENCE, EventKind

PEOPLE = {"owner": REFERENCE, "verifier": REFERENCE}


class ActionEvent(EventKind):
    OPENED = "action.opened", {**PEOPLE, "due_on": DAY}
    PROGRESSED = "action.progressed"
    DONE = "action.done"
    SENT_BACK = "action.sent-back"
    VERIFIED = "action.verified"
    TAKEN_OVER = "action.taken-over", {**PEOPLE, "due_on": DAY}
    DAY_PROPOSED = "action.day-proposed", {"from": DAY, "to": DAY}
    DAY_REFUSED = "action.day-refused", {"to": DAY}
    MOVED = "action.moved", {"from": DAY, "to": DAY}
    HANDED_OVER = "action.handed-over", PEOPLE
    DUE_SOON = "action.due-soon", {"due_on": DAY}
    ESCALATED = "action.escalated", {"due_on": DAY}
    DROPPED = "action.dropped"
