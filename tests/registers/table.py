"""Who may import, and publish: the rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role
from tests.registers import edition_rows

NOBODY = "nobody"
MAY_IMPORT = {Role.FINANCE, Role.PUBLISHER}

IMPORT_ROWS = [
    *(("may_import_spend", role, "always", role in MAY_IMPORT) for role in Role),
    ("may_import_spend", NOBODY, "always", False),
    *(("may_import_contracts", role, "always", role == Role.PUBLISHER) for role in Role),
    ("may_import_contracts", NOBODY, "always", False),
    *(("may_import_grants", role, "always", role == Role.PUBLISHER) for role in Role),
    ("may_import_grants", NOBODY, "always", False),
    *(("may_see_imports", role, "always", role in MAY_IMPORT) for role in Role),
    ("may_see_imports", NOBODY, "always", False),
]
ROWS = [*IMPORT_ROWS, *edition_rows.ROWS]
