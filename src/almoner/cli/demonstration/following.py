"""Who is told of what in the demonstration: two who follow a search and confirmed it, one who has
not looked yet, and two officials who chose a digest of their work.
"""

from datetime import datetime

from almoner.accounts.models import User
from almoner.core.daily import steps
from almoner.followers.operations import ask_to_follow, confirm_follow
from almoner.followers.terms import Rhythm
from almoner.outbox.operations import choose_digest
from almoner.outbox.rhythms import DigestRhythm

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


def choose_digests(moment: datetime) -> None:
    """Who leads cases wants the week on Monday, and who signs decisions word each working day."""
    chosen = {"cerys.vane": DigestRhythm.WEEKLY, "nadia.okell": DigestRhythm.WORKING_DAYS}
    for username, rhythm in chosen.items():
        choose_digest(rhythm, by=User.objects.get(username=username), at=moment)


def tell_what_is_new(moment: datetime) -> None:
    steps["followers-2-tell"](moment)
