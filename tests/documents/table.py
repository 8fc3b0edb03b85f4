"""Who may take files down and review that: rows that `test_policies` runs and documents print."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
OTHERS, OWN = "what somebody else took down", "what they took down"
THEIRS = "what somebody took down for whom they stand in"
TAKERS = {Role.COMMISSIONING_OFFICER, Role.AGREEMENT_MANAGER, Role.PUBLISHER, Role.APPROVER}

ROWS = [
    *(("may_take_down_file", who, "always", who in TAKERS) for who in (*Role, NOBODY)),
    *(("may_review_file", who, OTHERS, who == Role.APPROVER) for who in (*Role, NOBODY)),
    ("may_review_file", Role.APPROVER, OWN, False),
    ("may_review_file", Role.APPROVER, THEIRS, False),
]
