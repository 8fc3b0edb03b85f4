"""What is done about reviews, recommendations, improvement plans and samples."""

from .agreeing import Further, agree_another_action
from .answering import (
    Answered,
    Shown,
    add_evidence_file,
    add_evidence_of_thing,
    answer_recommendation,
)
from .findings import (
    Found,
    record_finding,
    record_recommendation,
    reword_finding,
    reword_recommendation,
)
from .importing import Came, bring_recommendations
from .plans import (
    close_improvement_plan,
    gather_into_plan,
    leave_out_of_plan,
    open_improvement_plan,
)
from .reviews import (
    Planned,
    call_for_follow_up,
    issue_review,
    mark_followed_up,
    move_review_on,
    plan_review,
    rate_anew,
)
from .samples import draw_sample, record_result
from .verifying import give_verdict, tie_controls

__all__ = [
    "Answered",
    "Came",
    "Found",
    "Further",
    "Planned",
    "Shown",
    "add_evidence_file",
    "add_evidence_of_thing",
    "agree_another_action",
    "answer_recommendation",
    "bring_recommendations",
    "call_for_follow_up",
    "close_improvement_plan",
    "draw_sample",
    "gather_into_plan",
    "give_verdict",
    "issue_review",
    "leave_out_of_plan",
    "mark_followed_up",
    "move_review_on",
    "open_improvement_plan",
    "plan_review",
    "rate_anew",
    "record_finding",
    "record_recommendation",
    "record_result",
    "reword_finding",
    "reword_recommendation",
    "tie_controls",
]
