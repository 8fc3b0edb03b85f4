"""Who may open, do and verify actions: rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
OTHERS, RESTRICTED = "an action of others", "a restricted action of others"
OWN, TO_VERIFY, OPENED = "their own action", "an action to verify", "an action that they opened"
FOR_OWNER, FOR_VERIFIER = "as its owner’s deputy", "as its verifier’s deputy"
OUTSIDE = {Role.ADMINISTRATOR, Role.MEMBER, Role.ASSESSOR}
TRUSTED = {Role.APPROVER, Role.AUDITOR}
WORKER = Role.COMMISSIONING_OFFICER

ROWS = [
    *(("may_see_actions", role, "always", True) for role in Role),
    ("may_see_actions", NOBODY, "always", False),
    *(("may_read_action", role, OTHERS, role not in OUTSIDE) for role in Role),
    *(("may_read_action", role, RESTRICTED, role in TRUSTED) for role in Role),
    *(("may_read_action", Role.MEMBER, which, True) for which in (OWN, TO_VERIFY, OPENED)),
    ("may_read_action", NOBODY, OTHERS, False),
    *(("may_open_action", role, "always", role not in {*OUTSIDE, Role.AUDITOR}) for role in Role),
    ("may_open_action", NOBODY, "always", False),
    *(
        (f"may_{verb}_action", role, OTHERS, False)
        for verb in ("do", "verify")
        for role in (*Role, NOBODY)
    ),
    ("may_do_action", WORKER, OWN, True),
    ("may_do_action", WORKER, FOR_OWNER, True),
    ("may_do_action", WORKER, TO_VERIFY, False),
    ("may_do_action", WORKER, OPENED, False),
    ("may_verify_action", WORKER, TO_VERIFY, True),
    ("may_verify_action", WORKER, FOR_VERIFIER, True),
    ("may_verify_action", WORKER, OWN, False),
    ("may_verify_action", WORKER, FOR_OWNER, False),
    *(("may_finish_action", role, OTHERS, False) for role in (*Role, NOBODY)),
    ("may_finish_action", WORKER, OWN, True),
    ("may_finish_action", WORKER, TO_VERIFY, False),
    *(("may_send_action_back", role, OTHERS, False) for role in (*Role, NOBODY)),
    ("may_send_action_back", WORKER, TO_VERIFY, True),
    ("may_send_action_back", WORKER, OWN, False),
    *(("may_steer_action", role, OTHERS, role == Role.APPROVER) for role in (*Role, NOBODY)),
    ("may_steer_action", WORKER, TO_VERIFY, True),
    ("may_steer_action", Role.APPROVER, OWN, False),
    ("may_steer_action", Role.APPROVER, FOR_OWNER, False),
    *(("may_hand_action_over", role, OTHERS, role == Role.APPROVER) for role in (*Role, NOBODY)),
    *(("may_hand_action_over", WORKER, which, True) for which in (OWN, TO_VERIFY, FOR_OWNER)),
]
