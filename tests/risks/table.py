"""Who may record, assess and accept risks: rows that `test_policies` runs."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
OTHERS, RESTRICTED = "a risk of others", "a restricted risk of others"
OWN, RECORDED, SCORED = "their own risk", "a risk that they recorded", "a risk that they scored"
FOR_OWNER = "as its owner’s deputy"
OUTSIDE = {Role.ADMINISTRATOR, Role.MEMBER, Role.ASSESSOR}
WORKER = Role.COMMISSIONING_OFFICER

ROWS = [
    *(("may_see_risks", role, "always", True) for role in Role),
    ("may_see_risks", NOBODY, "always", False),
    *(("may_read_risk", role, OTHERS, role not in OUTSIDE) for role in Role),
    *(("may_read_risk", role, RESTRICTED, role in {Role.APPROVER, Role.AUDITOR}) for role in Role),
    ("may_read_risk", Role.MEMBER, OWN, True),
    ("may_read_risk", NOBODY, OTHERS, False),
    *(("may_record_risk", role, "always", role not in {*OUTSIDE, Role.AUDITOR}) for role in Role),
    ("may_record_risk", NOBODY, "always", False),
    *(
        (f"may_{verb}_risk", role, OTHERS, role == Role.APPROVER)
        for verb in ("review", "close", "accept")
        for role in (*Role, NOBODY)
    ),
    *(
        (f"may_{verb}_risk", WORKER, which, True)
        for verb in ("review", "close")
        for which in (OWN, RECORDED, FOR_OWNER)
    ),
    *(("may_accept_risk", Role.APPROVER, which, False) for which in (OWN, SCORED, FOR_OWNER)),
    ("may_accept_risk", Role.APPROVER, RECORDED, True),
]
