"""Who follows what in the demonstration: two who confirmed it, and one who has not looked yet."""

from collections.abc import Iterator
from datetime import datetime

from almoner.core.daily import steps
from almoner.followers.letters import BULLETIN
from almoner.followers.operations import ask_to_follow, confirm_follow
from almoner.followers.terms import Rhythm
from almoner.outbox.delivery import claim_delivery, note_attempt
from almoner.outbox.models import Message

JOURNALIST, TRUSTEE = "news.desk@quayside.example", "trustee@copperstreet.example"
RESIDENT = "resident@wexmoor.example"


def begin_to_follow(moment: datetime) -> None:
    """A journalist wants to know of large payments each week, and a trustee of every grant."""
    wishes = [
        (JOURNALIST, "/registers/spend/?at_least=5000", Rhythm.WEEKLY),
        (TRUSTEE, "/registers/grants/", Rhythm.DAILY),
    ]
    for email, search, rhythm in wishes:
        follow = ask_to_follow(email=email, search=search, rhythm=rhythm, at=moment)
        confirm_follow(follow, at=moment)


def ask_without_confirming(moment: datetime) -> None:
    ask_to_follow(email=RESIDENT, search="/editions/", rhythm=Rhythm.WEEKLY, at=moment)


def tell_what_is_new(moment: datetime) -> None:
    """Nobody is at those addresses: what is new goes to none, and is noted as if it had."""
    steps["followers-2-tell"](moment)
    for message in _waiting():
        attempt = claim_delivery(message, at=moment)
        if attempt:
            note_attempt(attempt, trouble=None, at=moment)


def _waiting() -> Iterator[Message]:
    yield from Message.objects.filter(topic=BULLETIN.code, delivery__sent_at=None).order_by("pk")
