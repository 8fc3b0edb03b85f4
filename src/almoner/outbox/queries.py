"""Questions about messages."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Model, Q, QuerySet

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.references import name_of

from .models import DigestChoice, Message
from .rhythms import DigestRhythm
from .states import DeliveryState
from .topics import passing_topics, secret_topics

LEASE = timedelta(minutes=10)
KEPT = timedelta(days=7)
OVERSEERS = {Role.ADMINISTRATOR, Role.AUDITOR}
ALWAYS = Q(pk__isnull=False)
UNDER_WAY = (DeliveryState.QUEUED, DeliveryState.SENDING)


def messages_visible_to(user: User, *, on: date) -> QuerySet[Message]:
    """An administrator and an auditor see that there is each message; others see their own.

    `shows_address` says of each whether they may read its address, as `may_read_address` would.
    """
    roles = roles_of(user, on=on)
    own = Q(to_actor=user.actor) | Q(queued_by=user.actor)
    shown = ALWAYS if Role.ADMINISTRATOR in roles else own
    messages = Message.objects.select_related("delivery").annotate(shows_address=shown)
    return messages if roles & OVERSEERS else messages.filter(own)


def messages_to_send(*, at: datetime) -> QuerySet[Message]:
    """Those whose turn has come: waiting, or left by a sender that died."""
    due = Message.objects.filter(delivery__state__in=UNDER_WAY, delivery__next_attempt_at__lte=at)
    return due.order_by("delivery__next_attempt_at", "pk")


def rhythms_of(people: Iterable[User]) -> dict[int, DigestRhythm]:
    """How often each of these people is told of what is due to them, by their keys: one query."""
    keys = [person.pk for person in people]
    chosen = dict(DigestChoice.objects.filter(person__in=keys).values_list("person", "rhythm"))
    return {key: DigestRhythm(chosen.get(key, DigestRhythm.AS_THE_HOUSE)) for key in keys}


def failed_messages() -> QuerySet[Message]:
    failed = Message.objects.filter(delivery__state=DeliveryState.FAILED)
    return failed.select_related("delivery").order_by("queued_at", "pk")


def texts_to_forget(*, at: datetime) -> QuerySet[Message]:
    """Those that need not be kept, are not under way, and have had their time.

    What lets its reader in has had it once it is sent: a copy of the database opens no door.
    """
    is_spent = Q(topic__in=secret_topics(), delivery__state=DeliveryState.SENT)
    is_old = Q(topic__in=passing_topics(), queued_at__lt=at - KEPT)
    return (
        Message.objects.filter(is_spent | is_old)
        .exclude(body="")
        .exclude(delivery__state__in=UNDER_WAY)
        .order_by("pk")
    )


def texts_said_to(person: User) -> QuerySet[Message]:
    """What was written to somebody and can still be read, the letter that invited them too."""
    letters = [name_of(invitation) for invitation in person.invitations.all()]
    said = Message.objects.filter(Q(to_actor=person.actor) | Q(about__in=letters))
    return said.exclude(address="", subject="", body="")


def letters_about(thing: Model) -> QuerySet[Message]:
    """What was written about a thing to people without an account, and can still be read."""
    letters = Message.objects.filter(about=name_of(thing), to_actor="")
    return letters.exclude(address="", subject="", body="")
