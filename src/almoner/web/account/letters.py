"""What is written to people about their accounts: the link to join by."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from almoner.accounts.models import Invitation, User
from almoner.core.references import name_of
from almoner.outbox.operations import queue_message
from almoner.outbox.topics import Topic, declare_topic

INVITATION = declare_topic(
    Topic("invitation", gettext_lazy("Invitation"), is_secret=True, is_account=True)
)


def join_link(token: str) -> str:
    return f"{settings.ADDRESS}{reverse('join', args=[token])}"


def send_invitation(invitation: Invitation, token: str, *, by: User, at: datetime) -> None:
    """Queue the letter that carries the link."""
    said = {"invitation": invitation, "link": join_link(token), "body_name": settings.BODY_NAME}
    queue_message(
        topic=INVITATION.code,
        address=invitation.email,
        subject=render_to_string("account/invitation_subject.txt", said).strip(),
        body=render_to_string("account/invitation.txt", said),
        about=name_of(invitation),
        by=by,
        at=at,
    )
