"""What is written to people about editions on their way: one letter each, in the same act."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on
from almoner.accounts.roles import Role
from almoner.core.actors import Actor
from almoner.core.moments import day_of
from almoner.core.periods import period_in_words
from almoner.core.references import name_of
from almoner.framework.calendar import period_named
from almoner.outbox.operations import queue_message
from almoner.outbox.topics import Topic, declare_topic

from .due_editions import due_on, duty_called
from .models import Preparation

DRAFTED = declare_topic(Topic("edition-drafted", gettext_lazy("An edition to submit")))
LATE = declare_topic(Topic("edition-late", gettext_lazy("An edition that is late")))


def tell_owners(preparation: Preparation, *, by: Actor, at: datetime) -> int:
    """Tell whoever holds the owner's role that an edition is there to review and submit."""
    duty = duty_called(preparation.duty)
    subject = _("To review and submit: %(what)s (%(period)s)")
    return _tell({duty.owner}, preparation, DRAFTED, subject, by=by, at=at)


def tell_of_lateness(preparation: Preparation, *, by: Actor, at: datetime) -> int:
    """Tell the duty's deputies and the approvers that an edition is late."""
    duty = duty_called(preparation.duty)
    subject = _("Late: %(what)s (%(period)s)")
    return _tell({duty.deputy, Role.APPROVER}, preparation, LATE, subject, by=by, at=at)


def _tell(
    roles: Iterable[Role],
    preparation: Preparation,
    topic: Topic,
    subject: str,
    *,
    by: Actor,
    at: datetime,
) -> int:
    duty = duty_called(preparation.duty)
    period = period_in_words(period_named(duty, preparation.period))
    what = {"what": duty.what, "period": period}
    holders = holdings_on(day_of(at)).filter(role__in=list(roles)).values("holder")
    people = User.objects.filter(pk__in=holders, is_active=True).order_by("pk")
    for person in people:
        queue_message(
            topic=topic.code,
            about=name_of(preparation),
            to_actor=person.actor,
            address=person.email,
            subject=subject % what,
            body=_text(preparation, what),
            by=by,
            at=at,
        )
    return len(people)


def _text(preparation: Preparation, what: dict[str, str]) -> str:
    day = date_format(due_on(preparation), "j F Y")
    return "\n".join(
        [
            _("%(what)s, %(period)s.") % what,
            "",
            _("It is to be out by %(day)s, which takes two people.") % {"day": day},
            "",
            _("Do it here:"),
            f"{settings.ADDRESS}/workspace/editions/{preparation}/",
            "",
        ]
    )
