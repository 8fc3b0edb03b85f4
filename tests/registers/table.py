"""Who may import, withhold and publish: rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role
from tests.registers import edition_rows, finding_rows

NOBODY = "nobody"
MAY_IMPORT = {Role.FINANCE, Role.PUBLISHER}
MAY_READ = set(Role) - {Role.ADMINISTRATOR, Role.MEMBER}
MAY_PROPOSE = MAY_READ - {Role.AUDITOR}
OTHERS, OWN = "what somebody else proposed", "what they proposed"
THEIRS = "what somebody proposed for whom they stand in"

IMPORT_ROWS = [
    *(("may_import_spend", role, "always", role in MAY_IMPORT) for role in Role),
    ("may_import_spend", NOBODY, "always", False),
    *(("may_import_contracts", role, "always", role == Role.PUBLISHER) for role in Role),
    ("may_import_contracts", NOBODY, "always", False),
    *(("may_import_grants", role, "always", role == Role.PUBLISHER) for role in Role),
    ("may_import_grants", NOBODY, "always", False),
    *(("may_see_imports", role, "always", role in MAY_IMPORT) for role in Role),
    ("may_see_imports", NOBODY, "always", False),
    *(("may_see_withholdings", role, "always", role in MAY_READ) for role in Role),
    ("may_see_withholdings", NOBODY, "always", False),
    *(("may_propose_withholding", role, "always", role in MAY_PROPOSE) for role in Role),
    ("may_propose_withholding", NOBODY, "always", False),
    *(
        row
        for policy in ("may_decide_withholding", "may_decide_lifting")
        for row in [
            *((policy, role, OTHERS, role == Role.APPROVER) for role in Role),
            (policy, Role.APPROVER, OWN, False),
            (policy, Role.APPROVER, THEIRS, False),
            (policy, NOBODY, OTHERS, False),
        ]
    ),
    *(("may_keep_withholding", role, OTHERS, role == Role.APPROVER) for role in Role),
    ("may_keep_withholding", Role.APPROVER, OWN, True),
    ("may_keep_withholding", NOBODY, OTHERS, False),
    *(("may_propose_lifting", role, OTHERS, role in MAY_PROPOSE) for role in Role),
    ("may_propose_lifting", Role.PUBLISHER, OWN, True),
    ("may_propose_lifting", NOBODY, OTHERS, False),
]
ROWS = [*IMPORT_ROWS, *edition_rows.ROWS, *finding_rows.ROWS]
