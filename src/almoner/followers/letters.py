"""What is written to followers: a letter to confirm, and what is new, written when it is sent.

The first repeats nothing that was typed: anybody may have typed it, and any address.
"""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.actors import System
from almoner.core.references import name_of
from almoner.outbox.models import Message
from almoner.outbox.operations import queue_message
from almoner.outbox.topics import Topic, declare_topic

from .links import confirming_link
from .models import Follow

FOLLOWERS = System("followers")
CONFIRM = declare_topic(
    Topic("follow-confirm", gettext_lazy("A search to follow, to be confirmed"), is_secret=True)
)
BULLETIN = declare_topic(
    Topic("follow-bulletin", gettext_lazy("What is new in a search"), is_written_late=True)
)


def ask_to_confirm(follow: Follow, *, at: datetime) -> Message:
    """Write to the address that was given, so that its owner can say whether they want this."""
    lines = [
        _("Somebody asked %(body)s to tell this address what is new on its public pages.")
        % {"body": settings.BODY_NAME},
        "",
        _("If it was you, look at what was asked for and confirm it here, within seven days:"),
        confirming_link(follow),
        "",
        _("Nothing more is sent until you do. If it was not you, ignore this: the address is"),
        _("forgotten after seven days."),
        "",
    ]
    return queue_message(
        topic=CONFIRM.code,
        about=name_of(follow),
        address=follow.email,
        subject=_("Confirm what you want to follow: %(body)s") % {"body": settings.BODY_NAME},
        body="\n".join(lines),
        by=FOLLOWERS,
        at=at,
    )


def announce_news(follow: Follow, *, at: datetime) -> Message:
    """Queue a message about what is new. Not a word of it is kept: see `outbox.writing`."""
    return queue_message(
        topic=BULLETIN.code,
        about=name_of(follow),
        address=follow.email,
        subject=_("What is new: %(body)s") % {"body": settings.BODY_NAME},
        body="",
        by=FOLLOWERS,
        at=at,
    )
