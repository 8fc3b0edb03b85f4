"""Who may change the framework: rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role
from almoner.framework.policies import PROPOSERS

NOBODY = "nobody"
OTHERS, OWN = "what somebody else proposed", "what they proposed"
DRAFTED, OWN_DRAFT = "what somebody else drafted", "what they drafted"
THEIRS = "what somebody proposed for whom they stand in"

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
]
