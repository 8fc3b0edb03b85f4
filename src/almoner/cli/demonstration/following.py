"""Who follows what in the demonstration: two who confirmed it, and one who has not looked yet."""

from datetime import datetime

from almoner.core.daily import steps
from almoner.followers.operations import ask_to_follow, confirm_follow
from almoner.followers.terms import Rhythm

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
    steps["followers-2-tell"](moment)
