"""Who may do what in the academy: rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
OTHERS, OWN, AS_TRAINER = "of others", "their own", "as its trainer"
OF_TEAM, AS_LEAD = "of a team that they lead", "as lead of a team"
BEGUN, TO_COME, REVOKED = "of others, begun", "of others, to come", "of others, revoked"
EVERYBODY = (*Role, NOBODY)
LEADS = {Role.ACADEMY_LEAD}
KNOWING = {Role.ACADEMY_LEAD, Role.AUDITOR}
COVERERS = {Role.ACADEMY_LEAD, Role.APPROVER}
WORKER = Role.COMMISSIONING_OFFICER

ROWS = [
    *(("may_see_academy", role, "always", role != NOBODY) for role in EVERYBODY),
    *(("may_run_academy", role, "always", role in LEADS) for role in EVERYBODY),
    *(("may_see_training", role, "always", role in KNOWING) for role in EVERYBODY),
    *(("may_see_bookings", role, OTHERS, role in KNOWING) for role in EVERYBODY),
    ("may_see_bookings", WORKER, AS_TRAINER, True),
    ("may_see_bookings", NOBODY, AS_TRAINER, False),
    *(("may_book", role, OTHERS, role in LEADS) for role in EVERYBODY),
    *(("may_book", role, OWN, role != NOBODY) for role in EVERYBODY),
    *(("may_book", Role.ACADEMY_LEAD, which, False) for which in (BEGUN,)),
    *(("may_book", role, OF_TEAM, role != NOBODY) for role in EVERYBODY),
    *(("may_book_for_others", role, "always", role in LEADS) for role in EVERYBODY),
    *(("may_book_for_others", role, AS_LEAD, role != NOBODY) for role in EVERYBODY),
    *(("may_see_training_of_team", role, "always", False) for role in EVERYBODY),
    *(("may_see_training_of_team", role, AS_LEAD, role != NOBODY) for role in EVERYBODY),
    ("may_see_training", WORKER, AS_LEAD, False),
    ("may_give_up", WORKER, OF_TEAM, False),
    ("may_see_certificate", WORKER, OF_TEAM, False),
    *(("may_give_up", role, OTHERS, role in LEADS) for role in EVERYBODY),
    ("may_give_up", WORKER, OWN, True),
    ("may_give_up", Role.ACADEMY_LEAD, BEGUN, False),
    *(("may_record_attendance", role, BEGUN, role in LEADS) for role in EVERYBODY),
    ("may_record_attendance", WORKER, AS_TRAINER, True),
    ("may_record_attendance", Role.ACADEMY_LEAD, TO_COME, False),
    *(("may_take_along", role, OTHERS, False) for role in EVERYBODY),
    ("may_take_along", WORKER, OWN, True),
    *(("may_evaluate", role, OTHERS, False) for role in EVERYBODY),
    ("may_evaluate", WORKER, OWN, True),
    *(("may_certify", role, OTHERS, role in LEADS) for role in EVERYBODY),
    ("may_certify", Role.ACADEMY_LEAD, OWN, False),
    *(("may_see_certificate", role, OTHERS, role in KNOWING) for role in EVERYBODY),
    ("may_see_certificate", WORKER, OWN, True),
    *(("may_name_certificate", role, OTHERS, False) for role in EVERYBODY),
    ("may_name_certificate", WORKER, OWN, True),
    *(("may_revoke", role, OTHERS, role in LEADS) for role in EVERYBODY),
    ("may_revoke", Role.ACADEMY_LEAD, OWN, False),
    ("may_revoke", Role.ACADEMY_LEAD, REVOKED, False),
    *(("may_cover", role, "always", role in COVERERS) for role in EVERYBODY),
    *(("may_see_covers", role, "always", role in COVERERS | KNOWING) for role in EVERYBODY),
    *(("may_cover_person", role, OTHERS, role in COVERERS) for role in EVERYBODY),
    ("may_cover_person", Role.APPROVER, OWN, False),
    *(("may_end_cover", role, OTHERS, role in COVERERS) for role in EVERYBODY),
]
