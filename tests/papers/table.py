"""Who may keep papers, prepare copies and check them: rows that `test_policies` runs."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
OTHERS, OWN = "what somebody else began", "what they began"
SENT = "what they sent on for somebody else"
THEIRS = "what somebody began for whom they stand in"
KEEPERS = {Role.COMMISSIONING_OFFICER, Role.AGREEMENT_MANAGER, Role.PUBLISHER}
CHECKERS = {Role.AGREEMENT_MANAGER, Role.PUBLISHER, Role.APPROVER}
READERS = KEEPERS | CHECKERS | {Role.FINANCE, Role.AUDITOR}
WHO = (*Role, NOBODY)

ROWS = [
    *(
        (policy, who, "always", who in may)
        for policy, may in (
            ("may_see_papers", READERS),
            ("may_keep_documents", KEEPERS),
            ("may_prepare_copy", KEEPERS),
            ("may_propose_exemption", KEEPERS),
        )
        for who in WHO
    ),
    *(("may_check_copy", who, OTHERS, who in CHECKERS) for who in WHO),
    ("may_check_copy", Role.PUBLISHER, OWN, False),
    ("may_check_copy", Role.PUBLISHER, SENT, False),
    ("may_check_copy", Role.PUBLISHER, THEIRS, False),
    *(("may_decide_exemption", who, OTHERS, who == Role.APPROVER) for who in WHO),
    ("may_decide_exemption", Role.APPROVER, OWN, False),
    ("may_decide_exemption", Role.APPROVER, THEIRS, False),
    *(("may_end_exemption", who, OTHERS, who in KEEPERS | {Role.APPROVER}) for who in WHO),
]
