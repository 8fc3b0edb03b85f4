"""What becomes of an enquiry: it comes to a queue, is taken, answered, closed, and forgotten."""

from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.actors import Actor, System
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.outbox.operations import queue_message

from .events import EnquiryEvent
from .letters import ANSWER, answer_text, subject_line
from .models import Answer, Enquiry
from .policies import may_answer_enquiry, may_reopen_enquiry, may_work_on_enquiry
from .queries import answer_due_on
from .states import ENQUIRY_LIFECYCLE, EnquiryState, Outcome
from .subjects import Subject, Urgency

PUBLIC = System("public")


def receive_enquiry(enquiry: Enquiry, *, at: datetime) -> Enquiry:
    """Put what somebody outside wrote into its queue. Whoever may be in danger is told of at once.

    A form that was sent twice is received once. An acknowledgement goes to the address they left.
    """
    try:
        return _receive(enquiry, at=at)
    except IntegrityError:
        return Enquiry.objects.get(sent_with=enquiry.sent_with)


@operation
def _receive(enquiry: Enquiry, *, at: datetime) -> Enquiry:
    enquiry.received_at, enquiry.due_on = at, answer_due_on(day_of(at))
    enquiry.save(force_insert=True)
    record(EnquiryEvent.RECEIVED, about=enquiry, by=PUBLIC, at=at, **_route(enquiry))
    return enquiry


@operation
def take_enquiry(enquiry: Enquiry, *, by: User, at: datetime) -> Enquiry:
    """Take an enquiry on, from a colleague too. Raises PermissionDenied or IllegalTransition."""
    enquiry = _lock(enquiry)
    require(may_work_on_enquiry(by, enquiry, on=day_of(at)))
    _become(enquiry, EnquiryState.TAKEN, by=by)
    record(EnquiryEvent.TAKEN, about=enquiry, by=by, at=at)
    return enquiry


@operation
def pass_enquiry_on(
    enquiry: Enquiry, *, subject: Subject, is_danger: bool, by: User, at: datetime
) -> Enquiry:
    """Put an enquiry into the right queue, where it waits for somebody to take it.

    Raises PermissionDenied or IllegalTransition.
    """
    enquiry = _lock(enquiry)
    require(may_work_on_enquiry(by, enquiry, on=day_of(at)))
    enquiry.subject, enquiry.is_danger = subject, is_danger
    _become(enquiry, EnquiryState.WAITING, by=None)
    record(EnquiryEvent.PASSED_ON, about=enquiry, by=by, at=at, **_route(enquiry))
    return enquiry


@operation
def answer_enquiry(enquiry: Enquiry, *, text: str, by: User, at: datetime) -> Answer:
    """Write to whoever sent it. Whoever answers has taken it on.

    Raises PermissionDenied, ValidationError or IllegalTransition.
    """
    enquiry = _lock(enquiry)
    require(may_answer_enquiry(by, enquiry, on=day_of(at)))
    if not text.strip():
        raise ValidationError(_("The answer is empty."))
    _become(enquiry, EnquiryState.TAKEN, by=by)
    message = queue_message(
        topic=ANSWER.code,
        about=name_of(enquiry),
        address=enquiry.email,
        subject=subject_line(enquiry),
        body=answer_text(enquiry, text),
        by=by,
        at=at,
    )
    digest = sha256(text.encode()).hexdigest()
    answer = Answer.objects.create(
        enquiry=enquiry,
        message=message.reference,
        text=text,
        text_digest=digest,
        answered_by=by,
        answered_at=at,
    )
    facts = {"message": message.reference, "text": digest}
    record(EnquiryEvent.ANSWERED, about=enquiry, by=by, at=at, **facts)
    return answer


@operation
def close_enquiry(enquiry: Enquiry, *, outcome: Outcome, by: User, at: datetime) -> Enquiry:
    """Say how an enquiry ended. Raises PermissionDenied or IllegalTransition."""
    enquiry = _lock(enquiry)
    require(may_work_on_enquiry(by, enquiry, on=day_of(at)))
    ENQUIRY_LIFECYCLE.check(enquiry.state, EnquiryState.CLOSED)
    enquiry.state, enquiry.outcome, enquiry.closed_at = EnquiryState.CLOSED, outcome, at
    enquiry.save(update_fields=["state", "outcome", "closed_at"])
    record(EnquiryEvent.CLOSED, about=enquiry, by=by, at=at, outcome=outcome)
    return enquiry


@operation
def reopen_enquiry(enquiry: Enquiry, *, by: User, at: datetime) -> Enquiry:
    """Put a closed enquiry back into its queue, to be answered in as many days again.

    Raises PermissionDenied or IllegalTransition.
    """
    enquiry = _lock(enquiry)
    require(may_reopen_enquiry(by, enquiry, on=day_of(at)))
    if enquiry.is_open:  # passed on, it may wait again without having been closed
        raise IllegalTransition(f"{enquiry} is open")
    ENQUIRY_LIFECYCLE.check(enquiry.state, EnquiryState.WAITING)
    enquiry.state, enquiry.taken_by = EnquiryState.WAITING, None
    enquiry.outcome, enquiry.closed_at = "", None
    enquiry.due_on = answer_due_on(day_of(at))
    enquiry.save(update_fields=["state", "taken_by", "outcome", "closed_at", "due_on"])
    record(EnquiryEvent.REOPENED, about=enquiry, by=by, at=at, due_on=enquiry.due_on)
    return enquiry


@operation
def forget_enquiry(enquiry: Enquiry, *, by: Actor, at: datetime) -> Enquiry:
    """Blank who sent an enquiry, what they wrote and what was answered. How it ended stays."""
    enquiry = _lock(enquiry)
    enquiry.answers.update(text="")
    enquiry.message = enquiry.name = enquiry.email = ""
    enquiry.forgotten_at = at
    enquiry.save(update_fields=["message", "name", "email", "forgotten_at"])
    record(EnquiryEvent.FORGOTTEN, about=enquiry, by=by, at=at)
    return enquiry


def _lock(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update().get(pk=enquiry.pk)


def _become(enquiry: Enquiry, state: EnquiryState, *, by: User | None) -> None:
    ENQUIRY_LIFECYCLE.check(enquiry.state, state)
    if enquiry.state == EnquiryState.CLOSED:  # it may wait again, but only by being reopened
        raise IllegalTransition(f"{enquiry} is closed")
    enquiry.state, enquiry.taken_by = state, by
    enquiry.save(update_fields=["state", "taken_by", "subject", "is_danger"])


def _route(enquiry: Enquiry) -> dict[str, object]:
    urgency = Urgency.DANGER if enquiry.is_danger else Urgency.ORDINARY
    return {"subject": enquiry.subject, "urgency": urgency, "due_on": enquiry.due_on}
