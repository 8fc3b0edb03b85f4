"""Who may write and approve the pages: rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
OTHERS, OWN = "what somebody else wrote", "what they wrote"
THEIRS = "what somebody wrote for whom they stand in"
DECIDERS = (Role.PUBLISHER, Role.APPROVER)

ROWS = [
    *(("may_see_statements", role, "always", True) for role in Role),
    ("may_see_statements", NOBODY, "always", False),
    *(("may_write_statement", role, "always", role == Role.PUBLISHER) for role in Role),
    ("may_write_statement", NOBODY, "always", False),
    ("may_submit_statement", Role.PUBLISHER, OWN, True),
    ("may_submit_statement", Role.FINANCE, OWN, False),
    *(("may_submit_statement", role, OTHERS, False) for role in DECIDERS),
    *(("may_withdraw_statement", role, OTHERS, role == Role.PUBLISHER) for role in Role),
    ("may_withdraw_statement", Role.PUBLISHER, OWN, True),
    *(("may_decide_statement", role, OTHERS, role in DECIDERS) for role in Role),
    *(("may_decide_statement", role, OWN, False) for role in DECIDERS),
    *(("may_decide_statement", role, THEIRS, False) for role in DECIDERS),
    ("may_decide_statement", NOBODY, OTHERS, False),
]
