"""What is done with cases: begun, described, handed on, tested, consulted on, let through gates."""

from .assessments import draft_assessment, sign_assessment
from .cases import (
    begin_case,
    hold_case,
    move_case_to_version,
    open_case,
    resume_case,
    revise_case,
    stop_case,
    take_route,
)
from .consultations import answer_consultation, record_consultation
from .gates import ask_gate, decide_gate, withdraw_gate
from .links import answer_splitting, link_cases
from .plans import (
    propose_for_forward_plan,
    put_on_forward_plan,
    send_back_from_forward_plan,
    take_off_forward_plan,
)
from .route_tests import sign_route_test
from .teams import add_to_team, hand_over_case, leave_team, restrict_case, unrestrict_case

__all__ = [
    "add_to_team",
    "answer_consultation",
    "answer_splitting",
    "ask_gate",
    "begin_case",
    "decide_gate",
    "draft_assessment",
    "hand_over_case",
    "hold_case",
    "leave_team",
    "link_cases",
    "move_case_to_version",
    "open_case",
    "propose_for_forward_plan",
    "put_on_forward_plan",
    "record_consultation",
    "restrict_case",
    "resume_case",
    "revise_case",
    "send_back_from_forward_plan",
    "sign_assessment",
    "sign_route_test",
    "stop_case",
    "take_off_forward_plan",
    "take_route",
    "unrestrict_case",
    "withdraw_gate",
]
