"""What people may do with messages. An administrator mends delivery, and reads no case."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import Message
from .queries import OVERSEERS
from .topics import account_topics, secret_topics, topics_written_late


def may_see_message(user: User, message: Message, *, on: date) -> Verdict:
    """An administrator, an auditor, whom it is for, and whoever caused it."""
    if _is_a_party(user, message) or roles_of(user, on=on) & OVERSEERS:
        return ALLOWED
    return refused(_("This message is between other people."))


def may_read_address(user: User, message: Message, *, on: date) -> Verdict:
    """Its parties, and an administrator, who mends wrong addresses."""
    if _is_a_party(user, message) or Role.ADMINISTRATOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Addresses are shown to administrators only."))


def may_read_text(user: User, message: Message, *, on: date) -> Verdict:
    """Its parties; an administrator, if it is about an account; nobody, if it lets them in or was
    not kept.
    """
    if message.topic in topics_written_late():
        return refused(_("This text is written when it is sent, and is not kept here."))
    if message.is_forgotten:
        return refused(_("The text has been forgotten. Its digest remains."))
    if message.topic in secret_topics():
        return refused(_("This text lets whoever reads it in, so only its addressee sees it."))
    if _is_a_party(user, message):
        return ALLOWED
    if message.topic in account_topics() and Role.ADMINISTRATOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only whom it is for, and whoever caused it, may read the text."))


def may_send_message_again(user: User, message: Message, *, on: date) -> Verdict:
    """An administrator, while its text is still there."""
    if Role.ADMINISTRATOR not in roles_of(user, on=on):
        return refused(_("Only an administrator may send a message again."))
    if message.is_forgotten:
        return refused(_("Its text has been forgotten, so it cannot be sent again."))
    return ALLOWED


def may_cancel_message(user: User, message: Message, *, on: date) -> Verdict:
    """An administrator, or whoever caused it."""
    if message.queued_by == user.actor or Role.ADMINISTRATOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only an administrator, or whoever caused it, may cancel a message."))


def may_choose_digest(user: User, *, on: date) -> Verdict:
    """Whoever has work here, and only for themselves."""
    if roles_of(user, on=on):
        return ALLOWED
    return refused(_("You hold no role here, so nothing is due to you."))


def _is_a_party(user: User, message: Message) -> bool:
    return user.actor in {message.to_actor, message.queued_by}
