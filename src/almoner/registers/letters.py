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

from .due_editions import due_on, duty_behind
from .events import EditionEvent
from .ladder import Rung
from .models import Preparation

DRAFTED = declare_topic(Topic("edition-drafted", gettext_lazy("An edition to submit")))
DUE_SOON = declare_topic(Topic("edition-due-soon", gettext_lazy("An edition that is due soon")))
FELL_DUE = declare_topic(Topic("edition-fell-due", gettext_lazy("An edition that is due today")))
LATE = declare_topic(Topic("edition-late", gettext_lazy("An edition that is late")))


def tell_owners(preparation: Preparation, *, by: Actor, at: datetime) -> int:
    """Tell whoever holds the owner's role that an edition is there to review and submit."""
    duty = duty_behind(preparation, on=day_of(at))
    subject = _("To review and submit: %(what)s (%(period)s)")
    return _tell({duty.owner}, preparation, DRAFTED, subject, by=by, at=at)


SAYS = {
    EditionEvent.DUE_SOON: (DUE_SOON, gettext_lazy("Due on %(day)s: %(what)s (%(period)s)")),
    EditionEvent.FELL_DUE: (
        FELL_DUE,
        gettext_lazy("Not out, and due on %(day)s: %(what)s (%(period)s)"),
    ),
    EditionEvent.ESCALATED: (LATE, gettext_lazy("Late: %(what)s (%(period)s)")),
}


def tell_of_rung(preparation: Preparation, rung: Rung, *, by: Actor, at: datetime) -> int:
    """Tell whoever is on a rung of the ladder how an edition stands."""
    topic, subject = SAYS[rung.event]
    role = rung.role_of(duty_behind(preparation, on=day_of(at)))
    return _tell({role}, preparation, topic, str(subject), by=by, at=at)


def _tell(
    roles: Iterable[Role],
    preparation: Preparation,
    topic: Topic,
    subject: str,
    *,
    by: Actor,
    at: datetime,
) -> int:
    duty = duty_behind(preparation, on=day_of(at))
    period = period_in_words(period_named(duty, preparation.period))
    day = date_format(due_on(preparation, on=day_of(at)), "j F Y")
    what = {"what": duty.what, "period": period, "day": day}
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
    return "\n".join(
        [
            _("%(what)s, %(period)s.") % what,
            "",
            _("It is to be out by %(day)s, which takes two people.") % what,
            "",
            _("Do it here:"),
            f"{settings.ADDRESS}/workspace/editions/{preparation}/",
            "",
        ]
    )
