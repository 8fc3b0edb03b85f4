"""Who may see and decide matches: the rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
DECIDERS = {Role.FINANCE, Role.AGREEMENT_MANAGER}
READERS = DECIDERS | {Role.AUDITOR}

ROWS = [
    *(
        (policy, who, "always", who in may)
        for policy, may in (
            ("may_see_matches", READERS),
            ("may_decide_matches", DECIDERS),
            ("may_keep_matching_rules", DECIDERS),
        )
        for who in (*Role, NOBODY)
    ),
]
