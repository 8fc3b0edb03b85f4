"""Where mail that other people's code sends goes first: into the outbox, like all the rest."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User
from almoner.core.actors import System
from almoner.core.clock import server_now

from .operations import queue_message
from .topics import Topic, declare_topic

SIGN_IN = System("sign-in")
ACCOUNT = declare_topic(Topic("account", _("Account and sign-in"), is_secret=True, is_account=True))
TOPIC_HEADER = "X-Almoner-Topic"
ABOUT_HEADER = "X-Almoner-About"


class OutboxBackend(BaseEmailBackend):
    """Django's mail interface over the outbox.

    Mail is taken to be about somebody's account, and secret, unless a header says its topic.
    """

    def __init__(self, *, fail_silently: bool = False, **_options: Any) -> None:
        super().__init__(fail_silently=fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(_queue(mail) for mail in email_messages)


def _queue(mail: EmailMessage) -> int:
    for address in mail.recipients():
        reader = User.objects.filter(email__iexact=address).first()
        queue_message(
            topic=mail.extra_headers.get(TOPIC_HEADER, ACCOUNT.code),
            about=mail.extra_headers.get(ABOUT_HEADER, ""),
            to_actor=reader.actor if reader else "",
            address=address,
            subject=str(mail.subject),
            body=str(mail.body),
            by=SIGN_IN,
            at=server_now(),
        )
    return bool(mail.recipients())
