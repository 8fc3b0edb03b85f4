"""How the demonstration's officials write: a grant agreement, a variation under way, a template."""

import json
from datetime import datetime

from almoner.accounts.models import User
from almoner.agreements.states import AgreementKind
from almoner.core.moments import day_of
from almoner.core.references import name_of
from almoner.documents.audiences import Audience
from almoner.documents.library import shipped_text
from almoner.documents.models import Filling
from almoner.documents.operations import (
    approve_template,
    begin_filling,
    comment_on_filling,
    finish_filling,
    propose_template,
    save_section,
)

from .managing import in_force

ACTIVITIES = [
    [
        "A worker in each of four schools",
        "Pupils know whom to ask",
        "9 in 10 can name them",
        "July",
    ],
    ["Groups after school", "Fewer are drawn into violence", "120 attend for a term", "March"],
]
PAYMENTS = [
    ["2026-27", "Each quarter", "£40,000", "In arrears"],
    ["2027-28", "Each quarter", "£42,000", "In arrears"],
]
IN_ADVANCE = """
1. We pay in advance at the start of each quarter what you will spend in it, against your plan.
2. You account for each payment within 20 working days of the end of its quarter.
3. We may hold a payment back while a return, an answer or evidence that is due has not come."""
WHY = "The trust holds reserves of three weeks. Finance agreed to advances for the first year."
REASON = """The trust asks to begin a month later, since its new building is not ready.

- Nothing else changes: the same places, the same money.
- People on the waiting list are seen by the council’s team until then."""


def write_documents(manager: User, colleague: User, moment: datetime) -> None:
    """One is finished, with a clause that departs for a reason; another is being written by two."""
    grants = in_force(AgreementKind.GRANT, day_of(moment))
    if len(grants) > 1:
        finish_an_agreement(name_of(grants[0].agreement), manager, moment)
        begin_a_variation(name_of(grants[1].agreement), manager, colleague, moment)


def finish_an_agreement(about: str, by: User, moment: datetime) -> None:
    title = "Grant agreement, first version"
    filling = begin_filling("grant-agreement", about=about, title=title, by=by, at=moment)
    _say(filling, "activities", json.dumps(ACTIVITIES), by, moment)
    _say(filling, "payments", json.dumps(PAYMENTS, ensure_ascii=False), by, moment)
    _say(filling, "payment-terms", IN_ADVANCE, by, moment, reason=WHY)
    finish_filling(filling, by=by, at=moment)


def begin_a_variation(about: str, by: User, colleague: User, moment: datetime) -> None:
    title = "Later first day"
    filling = begin_filling("variation", about=about, title=title, by=by, at=moment)
    _say(filling, "reason", REASON, by, moment)
    for section, said, audience in (
        ("reason", "Do we know that from them in writing?", Audience.TEAM),
        ("size", "Please give the figures without VAT as well.", Audience.READERS),
    ):
        comment_on_filling(
            filling, section=section, text=said, audience=audience, by=colleague, at=moment
        )


def confirm_a_template(by: User, approver: User, moment: datetime) -> None:
    """One template is the body's own; a change to another awaits its second person."""
    ours = propose_template(
        shipped_text("variation"), remark="We write variations like this.", by=by, at=moment
    )
    approve_template(ours, by=approver, at=moment)
    text = shipped_text("closure-report").replace("review-months = 24", "review-months = 12")
    propose_template(text, remark="Review it every year.", by=by, at=moment)


def _say(
    filling: Filling, section: str, text: str, by: User, at: datetime, *, reason: str = ""
) -> None:
    save_section(filling, section=section, text=text, based_on=0, reason=reason, by=by, at=at)
