"""Who may import and issue: the rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
MAY_IMPORT = {Role.FINANCE, Role.PUBLISHER}
MAY_ISSUE = {Role.PUBLISHER}

ROWS = [
    *(("may_import_spend", role, "always", role in MAY_IMPORT) for role in Role),
    ("may_import_spend", NOBODY, "always", False),
    *(("may_import_contracts", role, "always", role == Role.PUBLISHER) for role in Role),
    ("may_import_contracts", NOBODY, "always", False),
    *(("may_import_grants", role, "always", role == Role.PUBLISHER) for role in Role),
    ("may_import_grants", NOBODY, "always", False),
    *(("may_see_imports", role, "always", role in MAY_IMPORT) for role in Role),
    ("may_see_imports", NOBODY, "always", False),
    *(("may_issue_edition", role, "always", role in MAY_ISSUE) for role in Role),
    ("may_issue_edition", NOBODY, "always", False),
]
