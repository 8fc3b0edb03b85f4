"""What is written about enquiries: an acknowledgement, an answer, and word of danger.

Whoever opens another's letter box learns nothing from an acknowledgement: it repeats neither what
was written nor what it was about.
"""

from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on
from almoner.core.actors import System
from almoner.core.moments import day_of
from almoner.core.references import name_of
from almoner.outbox.operations import queue_message
from almoner.outbox.topics import Topic, declare_topic

from .models import Enquiry
from .subjects import IN_DANGER

ENQUIRIES = System("enquiries")
RECEIVED = declare_topic(Topic("enquiry-received", gettext_lazy("An enquiry was received")))
ANSWER = declare_topic(Topic("enquiry-answer", gettext_lazy("An answer to an enquiry")))
DANGER = declare_topic(Topic("enquiry-danger", gettext_lazy("Somebody may be in danger")))


def subject_line(enquiry: Enquiry) -> str:
    said = {"reference": enquiry, "body": settings.BODY_NAME}
    return _("Your message to %(body)s: %(reference)s") % said


def acknowledge(enquiry: Enquiry, *, at: datetime) -> None:
    """Tell whoever left an address that their message has come."""
    lines = [
        _("Your message to %(body)s has come.") % {"body": settings.BODY_NAME},
        "",
        _("Its reference is %(reference)s.") % {"reference": enquiry},
    ]
    if enquiry.wants_answer:
        day = date_format(enquiry.due_on, "j F Y")
        lines += ["", _("You asked for an answer. We mean to send one by %(day)s.") % {"day": day}]
    lines += ["", _("If you did not write to us, somebody gave your address: ignore this."), ""]
    queue_message(
        topic=RECEIVED.code,
        about=name_of(enquiry),
        address=enquiry.email,
        subject=subject_line(enquiry),
        body="\n".join(lines),
        by=ENQUIRIES,
        at=at,
    )


def answer_text(enquiry: Enquiry, text: str) -> str:
    """An answer as it is sent: their name, the words, and who writes."""
    greeting = _("Dear %(name)s,") % {"name": enquiry.name} if enquiry.name else _("Hello,")
    closing = _("Reference: %(reference)s") % {"reference": enquiry}
    return f"{greeting}\n\n{text.strip()}\n\n{settings.BODY_NAME}\n{closing}\n"


def tell_of_danger(enquiry: Enquiry, *, at: datetime) -> int:
    """Tell everybody who can stop a publication that somebody may be in danger."""
    holders = holdings_on(day_of(at)).filter(role__in=list(IN_DANGER)).values("holder")
    people = User.objects.filter(pk__in=holders, is_active=True).order_by("pk")
    for person in people:
        queue_message(
            topic=DANGER.code,
            about=name_of(enquiry),
            to_actor=person.actor,
            address=person.email,
            subject=_("Now: somebody may be in danger (%(reference)s)") % {"reference": enquiry},
            body="\n".join(
                [
                    _("Somebody wrote that what is published here could put a person in danger."),
                    "",
                    _("Read it now. One person can withhold it for safety, at once:"),
                    f"{settings.ADDRESS}/workspace/enquiries/{enquiry}/",
                    "",
                ]
            ),
            by=ENQUIRIES,
            at=at,
        )
    return len(people)
