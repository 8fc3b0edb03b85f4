"""Who may change the framework and fill its offices: rows that `test_policies` runs and the
documents print.
"""

from almoner.accounts.policies import DECIDERS
from almoner.accounts.roles import Role
from almoner.framework.policies import PROPOSERS

NOBODY = "nobody"
OTHERS, OWN = "what somebody else proposed", "what they proposed"
DRAFTED, OWN_DRAFT = "what somebody else drafted", "what they drafted"
THEIRS = "what somebody proposed for whom they stand in"
FOR_THEM = "an office for themselves"
BY_OPERATOR = "what the operator did"

ROWS = [
    *(("may_see_framework", role, "always", True) for role in Role),
    ("may_see_framework", NOBODY, "always", False),
    *(("may_draft_framework", role, "always", role in PROPOSERS) for role in Role),
    ("may_draft_framework", NOBODY, "always", False),
    *(("may_propose_framework", role, OWN_DRAFT, True) for role in sorted(PROPOSERS)),
    *(("may_propose_framework", role, DRAFTED, False) for role in sorted(PROPOSERS)),
    ("may_propose_framework", Role.FINANCE, OWN_DRAFT, False),
    *(("may_withdraw_framework", role, OTHERS, role in PROPOSERS) for role in Role),
    *(("may_withdraw_framework", role, DRAFTED, False) for role in sorted(PROPOSERS)),
    ("may_withdraw_framework", Role.ADMINISTRATOR, OWN_DRAFT, True),
    *(("may_decide_framework", role, OTHERS, role == Role.APPROVER) for role in Role),
    ("may_decide_framework", Role.APPROVER, OWN, False),
    ("may_decide_framework", Role.APPROVER, THEIRS, False),
    ("may_decide_framework", NOBODY, OTHERS, False),
    *(("may_propose_office", role, OTHERS, role == Role.ADMINISTRATOR) for role in Role),
    *(("may_decide_office", role, OTHERS, role in DECIDERS) for role in Role),
    *(("may_decide_office", role, OWN, False) for role in sorted(DECIDERS)),
    *(("may_decide_office", role, THEIRS, False) for role in sorted(DECIDERS)),
    *(("may_decide_office", role, FOR_THEM, False) for role in sorted(DECIDERS)),
    ("may_withdraw_office", Role.ADMINISTRATOR, OWN, True),
    ("may_withdraw_office", Role.ADMINISTRATOR, OTHERS, False),
    *(("may_vacate_office", role, "what others hold", role in DECIDERS) for role in Role),
    ("may_vacate_office", NOBODY, "what they hold", True),
    *(("may_confirm_operators_office", role, BY_OPERATOR, True) for role in Role),
    ("may_confirm_operators_office", NOBODY, BY_OPERATOR, False),
    ("may_confirm_operators_office", Role.APPROVER, OTHERS, False),
]
