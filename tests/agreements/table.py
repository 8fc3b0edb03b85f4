"""Who may say that a row is held twice: the rows that `test_policies` runs and the documents
print.
"""

from almoner.accounts.roles import Role

NOBODY = "nobody"
DECIDERS = {Role.AGREEMENT_MANAGER, Role.PUBLISHER}
READERS = DECIDERS | {Role.AUDITOR}

ROWS = [
    *(
        (policy, who, "always", who in may)
        for policy, may in (
            ("may_see_repeated_rows", READERS),
            ("may_decide_repeated_rows", DECIDERS),
        )
        for who in (*Role, NOBODY)
    ),
]
