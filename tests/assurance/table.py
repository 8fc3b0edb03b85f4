"""Who may see controls and what breaks them: rows that `test_policies` runs."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
OF_ALL, OF_AGREEMENTS = "cases any official reads", "cases that are agreements"
READERS = {
    Role.COMMISSIONING_OFFICER,
    Role.APPROVER,
    Role.AGREEMENT_MANAGER,
    Role.FINANCE,
    Role.PUBLISHER,
    Role.AUDITOR,
}

ROWS = [
    *(("may_see_controls", role, "always", True) for role in Role),
    ("may_see_controls", NOBODY, "always", False),
    *(("may_read_exceptions", role, OF_ALL, True) for role in Role),
    *(("may_read_exceptions", role, OF_AGREEMENTS, role in READERS) for role in Role),
    ("may_read_exceptions", NOBODY, OF_ALL, False),
]
