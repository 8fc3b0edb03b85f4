"""What a digest says of what is due to somebody: written when it is sent, and not kept."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import worker_of
from almoner.core.due import due_to
from almoner.outbox.models import Message
from almoner.outbox.reminders import DIGEST, told_in_digest
from almoner.outbox.writing import Letter, declare_writer
from almoner.web import words

from .home import Group, Task, groups_of, unnamed_if_withheld

MOST = 100  # things that a letter says one by one; for the rest it has a link


@declare_writer(DIGEST.code)
def digest_of(message: Message) -> Letter | None:
    """What is due to whom a digest is for, at the moment of sending; None if nothing is."""
    reference = message.to_actor.removeprefix("person:")
    reader = User.objects.filter(reference=reference, is_active=True).first()
    return letter_to(reader, on=localdate()) if reader else None


def letter_to(reader: User, *, on: date) -> Letter | None:
    """The digest of a day to somebody: what their roles give them, and those they stand in for."""
    everything = due_to(worker_of(reader, on=on), on=on)
    items = unnamed_if_withheld(told_in_digest(everything, on=on))
    if not items:
        return None
    subject = _("Due on %(day)s: %(count)d") % {"day": words.day(on), "count": len(items)}
    groups, more = groups_of(items[:MOST], on=on), len(items) - MOST
    return Letter(subject=subject, body="\n".join(_lines(groups, more)))


def _lines(groups: Iterator[Group], more: int) -> Iterator[str]:
    yield _("This is due to you, or to somebody you stand in for.")
    for group in groups:
        yield from ["", f"{group.title}:"]
        for task in group.tasks:
            yield from _lines_of(task)
    if more > 0:
        yield from ["", _("And %(count)d more.") % {"count": more}]
    yield from ["", _("All of it:"), f"{settings.ADDRESS}{settings.LOGIN_REDIRECT_URL}"]
    chosen = f"{settings.ADDRESS}{reverse('workspace:digest')}"
    yield from ["", _("You chose to be sent this. To choose otherwise:"), chosen, ""]


def _lines_of(task: Task) -> Iterator[str]:
    day = f" ({words.day(task.due_on)})" if task.due_on else ""
    yield f"- {words.on_one_line(task.what)}{day}"
    if task.called:
        yield f"  {words.on_one_line(task.called)}"
    if task.url:
        yield f"  {settings.ADDRESS}{task.url}"
