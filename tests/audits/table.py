"""Who may audit, answer and verify: rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
ISSUED, DRAFT = "a report of others that is final", "a draft of others"
LEAD, SPONSOR = "a draft that they lead", "a draft for which they answer"
OTHERS, OWN = "a recommendation of others", "a recommendation that is theirs to implement"
ANSWERS, LEADS = "one for which they answer", "one whose review they lead"
FOR_OWNER = "as its owner’s deputy"
SHOWED, ANSWERED, ONCE = "one that they showed", "one that they answered", "one that they owned"
UNANSWERED, CLOSED = "one that nobody answered", "one that is closed"
PLAN, OWN_PLAN = "a plan of others", "their own plan"
OUTSIDE = {Role.ADMINISTRATOR, Role.MEMBER, Role.ASSESSOR}
EVERYBODY = (*Role, NOBODY)

ROWS = [
    *(("may_see_audits", role, "always", True) for role in Role),
    ("may_see_audits", NOBODY, "always", False),
    *(("may_read_review", role, ISSUED, role not in OUTSIDE) for role in Role),
    *(("may_read_review", role, DRAFT, role == Role.AUDITOR) for role in Role),
    ("may_read_review", Role.FINANCE, SPONSOR, True),
    ("may_read_review", Role.MEMBER, SPONSOR, True),
    ("may_read_review", NOBODY, ISSUED, False),
    *(("may_read_recommendation", role, OTHERS, role not in OUTSIDE) for role in Role),
    ("may_read_recommendation", Role.MEMBER, OWN, True),
    *(
        (f"may_{verb}", role, "always", role == Role.AUDITOR)
        for verb in ("write_review", "see_samples", "draw_sample", "import_recommendations")
        for role in EVERYBODY
    ),
    *(("may_answer_recommendation", role, OTHERS, role == Role.APPROVER) for role in EVERYBODY),
    ("may_answer_recommendation", Role.COMMISSIONING_OFFICER, ANSWERS, True),
    ("may_answer_recommendation", Role.APPROVER, LEADS, False),
    *(
        (f"may_{verb}", role, OTHERS, role == Role.APPROVER)
        for verb in ("agree_action", "take_on")
        for role in EVERYBODY
    ),
    ("may_agree_action", Role.COMMISSIONING_OFFICER, ANSWERS, True),
    ("may_agree_action", Role.APPROVER, LEADS, False),
    ("may_agree_action", Role.APPROVER, UNANSWERED, False),
    ("may_agree_action", Role.APPROVER, CLOSED, False),
    ("may_take_on", Role.APPROVER, UNANSWERED, True),
    ("may_take_on", Role.APPROVER, CLOSED, False),
    *(("may_add_evidence", role, OTHERS, False) for role in EVERYBODY),
    ("may_add_evidence", Role.PUBLISHER, OWN, True),
    ("may_add_evidence", Role.PUBLISHER, FOR_OWNER, True),
    ("may_add_evidence", Role.COMMISSIONING_OFFICER, ANSWERS, True),
    *(
        (f"may_{verb}", role, OTHERS, role == Role.AUDITOR)
        for verb in ("tie_controls", "give_verdict")
        for role in EVERYBODY
    ),
    *(
        ("may_give_verdict", Role.AUDITOR, which, False)
        for which in (OWN, FOR_OWNER, SHOWED, ANSWERED, ONCE)
    ),
    ("may_tie_controls", Role.AUDITOR, OWN, False),
    ("may_give_verdict", Role.AUDITOR, LEADS, True),
    *(
        ("may_open_plan", role, "always", role not in {*OUTSIDE, Role.AUDITOR, NOBODY})
        for role in EVERYBODY
    ),
    *(("may_see_plans", role, "always", role not in {*OUTSIDE, NOBODY}) for role in EVERYBODY),
    *(("may_keep_plan", role, PLAN, role == Role.APPROVER) for role in EVERYBODY),
    ("may_keep_plan", Role.COMMISSIONING_OFFICER, OWN_PLAN, True),
]
