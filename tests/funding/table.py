"""Who may read, keep and plan against funds: rows that `test_policies` runs and documents print."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
OTHERS, OWN = "a transfer that somebody else proposed", "a transfer that they proposed"
THEIRS = "a transfer of whom they stand in for"
READERS = {
    Role.COMMISSIONING_OFFICER,
    Role.APPROVER,
    Role.AGREEMENT_MANAGER,
    Role.FINANCE,
    Role.PUBLISHER,
    Role.AUDITOR,
}
MAY = {
    "may_see_funds": READERS,
    "may_keep_funds": {Role.FINANCE},
    "may_plan_money": {Role.FINANCE, Role.COMMISSIONING_OFFICER},
    "may_commit_money": {Role.FINANCE},
    "may_settle_money": {Role.FINANCE},
    "may_propose_transfer": {Role.FINANCE},
}

ROWS = [
    *(
        (policy, who, "always", who in allowed)
        for policy, allowed in MAY.items()
        for who in (*Role, NOBODY)
    ),
    *(
        ("may_decide_on_transfer", who, OTHERS, who in {Role.FINANCE, Role.APPROVER})
        for who in (*Role, NOBODY)
    ),
    ("may_decide_on_transfer", Role.FINANCE, OWN, False),
    ("may_decide_on_transfer", Role.FINANCE, THEIRS, False),
    ("may_withdraw_transfer", Role.FINANCE, OWN, True),
    ("may_withdraw_transfer", Role.FINANCE, OTHERS, False),
]
