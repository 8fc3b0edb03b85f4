"""Decisions at a point on their way, and the people who may say something of them."""

from datetime import timedelta
from decimal import Decimal

from almoner.accounts.roles import Role
from almoner.decisions.kinds import Subject
from almoner.decisions.models import Decision
from almoner.decisions.operations import (
    advise_on_decision,
    approve_step,
    declare_interests,
    draft_decision,
    submit_decision,
)
from almoner.decisions.queries import decisions, said_of
from tests.commissions.factories import NOON, grant_case
from tests.commissions.frameworks import TEXT, in_force
from tests.factories import official
from tests.framework.factories import chief_finance_officer, deputy_of, head, hold, holder

DAY = NOON.date()
LATER = NOON + timedelta(days=1)
PLAN = "plan"  # the matter of the small framework: below £50,000 the head, above, finance as well
SAID = {
    "title": "Counselling for victims of robbery",
    "summary": "To fund counselling for three years.",
    "recommendations": ["Approve a grant of up to £20,000.", "Note the risks."],
    "background": "Victims wait nine weeks.",
    "considerations": "A grant reaches those who report nothing.",
}


def fresh(decision):
    return decisions().get(pk=decision.pk)


def draft(case=None, *, matter=PLAN, now=None, by=None, **said):
    case = case or grant_case()
    now = now or in_force()
    return draft_decision(case, matter, SAID | said, now=now, by=by or case.lead, at=NOON)


def submitted(case=None, *, now=None, **said):
    """A decision that awaits its first approval, and advice."""
    return submit(draft(case, now=now, **said), now=now)


def submit(made, *, now=None):
    declare_interests(made, has_any=False, by=made.author, at=NOON)
    return fresh(submit_decision(made, now=now or in_force(), by=made.author, at=NOON))


def advised(case=None, *, now=None, adviser=None, **said):
    """A decision that awaits its first approval, with all advice given."""
    return advised_by_all(submitted(case, now=now, **said), adviser=adviser)


def advised_by_all(made, *, adviser=None):
    adviser = adviser or official(Role.FINANCE)
    for subject in Subject:
        advise(made, subject, by=adviser)
    return fresh(made)


def advise(decision, subject, *, by, words="Nothing follows."):
    return advise_on_decision(decision, subject, words=words, office="Adviser", by=by, at=NOON)


def approve(decision, *, by, conditions=(), now=None, at=NOON):
    """Approve the step that is awaited now, with no interest declared."""
    decision = fresh(decision)
    declare_interests(decision, has_any=False, by=by, at=at)
    return approve_step(
        decision,
        step=len(said_of(decision)) + 1,
        digest=decision.asked.digest,
        conditions=conditions,
        now=now or in_force(),
        by=by,
        at=at,
    )


def signed(case=None, *, by=None, now=None, at=NOON, **said):
    """A decision that the head of service signed."""
    return fresh(approve(advised(case, now=now, **said), by=by or head(), now=now, at=at))


def grant_of(*, ceiling="15000", office="head", ends_on="2026-12-31", matter=PLAN):
    """A delegation, as a text says it."""
    return {"office": office, "matter": matter, "ceiling": ceiling, "ends_on": ends_on}


def count():
    return Decision.objects.count()


__all__ = [
    "TEXT",
    "Decimal",
    "chief_finance_officer",
    "deputy_of",
    "head",
    "hold",
    "holder",
]
