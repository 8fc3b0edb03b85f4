"""How the demonstration's framework is agreed: one version that holds, and one that awaits."""

from datetime import datetime, timedelta

from almoner.accounts.models import User
from almoner.core.moments import day_of
from almoner.framework.operations import approve_framework, draft_framework, propose_framework
from almoner.framework.reading import text_called

FIRST = "Our scheme of delegation, as the executive board agreed it"
NEXT = "Heads of service are to award small grants of up to £15,000 without a decision above them"
OURS = {
    "confirmed = false": "confirmed = true",
    'over_planning = "stops"': 'over_planning = "warns"',
}
NOTICE = timedelta(days=21)


def our_text() -> str:
    text = text_called("policing")
    for shipped, ours in OURS.items():
        text = text.replace(shipped, ours)
    return text


def agree_rules(author: User, approver: User, moment: datetime) -> None:
    """Two people approve what came with the software, its limits compared with their own, and
    leave it to each fund whether more may be planned than it has.
    """
    text = our_text()
    version = draft_framework(text, reason=FIRST, first_day=day_of(moment), by=author, at=moment)
    approve_framework(propose_framework(version, by=author, at=moment), by=approver, at=moment)


def propose_other_rules(author: User, moment: datetime) -> None:
    """A higher limit for small grants awaits its second person."""
    text = our_text()
    before, mark, after = text.partition('matter = "grant-award"\nbelow = 10000')
    raised = after.replace("at_least = 10000", "at_least = 15000", 1)
    text = before + mark.replace("10000", "15000") + raised
    first_day = day_of(moment) + NOTICE
    version = draft_framework(text, reason=NEXT, first_day=first_day, by=author, at=moment)
    propose_framework(version, by=author, at=moment)
