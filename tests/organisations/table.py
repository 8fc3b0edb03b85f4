"""Who may say which organisations are one: the rows that `test_policies` runs and the documents
print.
"""

from almoner.accounts.roles import Role

NOBODY = "nobody"
DECIDERS = {Role.COMMISSIONING_OFFICER, Role.AGREEMENT_MANAGER, Role.FINANCE, Role.PUBLISHER}
READERS = DECIDERS | {Role.AUDITOR}

ROWS = [
    *(
        (policy, who, "always", who in may)
        for policy, may in (
            ("may_see_likenesses", READERS),
            ("may_decide_likenesses", DECIDERS),
        )
        for who in (*Role, NOBODY)
    ),
]
