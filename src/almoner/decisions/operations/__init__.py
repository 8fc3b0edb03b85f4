"""What can be done with decisions and delegations."""

from .advising import advise_on_decision, declare_interests
from .approving import Condition, approve_step, lapse_approvals, refuse_decision, return_decision
from .delegating import end_delegation, grant_delegation
from .drafting import (
    draft_decision,
    draft_decision_about_body,
    revise_decision,
    submit_decision,
    withdraw_decision,
)
from .publishing import defer_part_one, publish_part_one

__all__ = [
    "Condition",
    "advise_on_decision",
    "approve_step",
    "declare_interests",
    "defer_part_one",
    "draft_decision",
    "draft_decision_about_body",
    "end_delegation",
    "grant_delegation",
    "lapse_approvals",
    "publish_part_one",
    "refuse_decision",
    "return_decision",
    "revise_decision",
    "submit_decision",
    "withdraw_decision",
]
