"""What can happen to an enquiry. Lines say its reference, never who sent it or what it says."""

from almoner.core.events import DAY, DIGEST, REFERENCE, EventKind, one_of

from .subjects import Subject, Urgency

ROUTED = {"subject": one_of(Subject), "urgency": one_of(Urgency), "due_on": DAY}
OUTCOMES = ["corrected", "no-change", "withheld", "not-for-us"]


class EnquiryEvent(EventKind):
    RECEIVED = "enquiry.received", ROUTED
    TAKEN = "enquiry.taken"
    PASSED_ON = "enquiry.passed-on", ROUTED
    ANSWERED = "enquiry.answered", {"message": REFERENCE, "text": DIGEST}
    CLOSED = "enquiry.closed", {"outcome": one_of(OUTCOMES)}
    REOPENED = "enquiry.reopened", {"due_on": DAY}
    FORGOTTEN = "enquiry.forgotten"
