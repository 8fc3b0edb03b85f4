"""Who may see cases, work on them and let them through: rows that `test_policies` runs."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
ANY, RESTRICTED = "any case", "a restricted case of others"
LEADS, WORKS = "a case they lead", "a case they work on"
STANDS_IN = "a case of whom they stand in for"
OWN, OTHERS = "what they wrote", "what somebody else wrote"
AT_GATE = "a case that awaits a decision"
ITS_TURN = "when it is their office’s turn"
NO_OFFICE = "when it is the turn of an office that others hold"
WHO = (*Role, NOBODY)
READERS = set(Role) - {Role.ADMINISTRATOR, Role.MEMBER}
WORKERS = {Role.COMMISSIONING_OFFICER, Role.AGREEMENT_MANAGER, Role.FINANCE}
OFFICER, APPROVER = Role.COMMISSIONING_OFFICER, Role.APPROVER

ROWS = [
    *(("may_see_cases", who, "always", who in READERS) for who in WHO),
    *(("may_see_case", who, ANY, who in READERS) for who in WHO),
    *(
        ("may_see_case", who, RESTRICTED, who in {APPROVER, Role.FINANCE, Role.AUDITOR})
        for who in WHO
    ),
    *(("may_see_case", who, WORKS, who in READERS) for who in WHO),
    ("may_see_case", OFFICER, STANDS_IN, True),
    *(("may_begin_case", who, "always", who == OFFICER) for who in WHO),
    *(("may_work_on_case", who, ANY, False) for who in WHO),
    *(("may_work_on_case", who, WORKS, who in WORKERS) for who in WHO),
    ("may_work_on_case", OFFICER, LEADS, True),
    ("may_work_on_case", OFFICER, STANDS_IN, True),
    ("may_work_on_case", OFFICER, AT_GATE, False),
    *(("may_lead_case", who, LEADS, who == OFFICER) for who in WHO),
    ("may_lead_case", OFFICER, WORKS, False),
    ("may_lead_case", OFFICER, STANDS_IN, True),
    *(("may_hand_over_case", who, ANY, who == APPROVER) for who in WHO),
    *(("may_ask_gate", who, LEADS, who == OFFICER) for who in WHO),
    ("may_ask_gate", OFFICER, AT_GATE, False),
    *(("may_sign_assessment", who, OTHERS, who in {OFFICER, APPROVER}) for who in WHO),
    ("may_sign_assessment", OFFICER, OWN, False),
    ("may_sign_assessment", APPROVER, OWN, False),
    *(("may_decide_gate", who, ITS_TURN, who == APPROVER) for who in WHO),
    *(("may_decide_gate", who, NO_OFFICE, False) for who in WHO),
    ("may_decide_gate", APPROVER, WORKS, False),
    ("may_decide_gate", APPROVER, STANDS_IN, False),
]
