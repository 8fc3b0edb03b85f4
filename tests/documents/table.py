"""Who may take files down, keep templates, and write documents: rows that `test_policies` runs."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
OTHERS, OWN = "what somebody else took down", "what they took down"
THEIRS = "what somebody took down for whom they stand in"
TAKERS = {Role.COMMISSIONING_OFFICER, Role.AGREEMENT_MANAGER, Role.PUBLISHER, Role.APPROVER}

EVERYBODY = (*Role, NOBODY)
PROPOSED, OWN_PROPOSAL = "what somebody else proposed", "what they proposed"
THEIR_PROPOSAL = "what somebody proposed for whom they stand in"
OF_AGREEMENT = "of an agreement"
TO_TEAM, TO_READERS = "to the team", "to all who may read"
OWN_COMMENT, OTHERS_COMMENT = "their own", "somebody else's"
PROPOSERS = {Role.COMMISSIONING_OFFICER, Role.ADMINISTRATOR}
# Its papers say who reads and writes for an agreement: see the rows of `papers`.
WRITERS = {Role.COMMISSIONING_OFFICER, Role.AGREEMENT_MANAGER, Role.PUBLISHER}
READERS = WRITERS | {Role.APPROVER, Role.FINANCE, Role.AUDITOR}

ROWS_OF_FILES = [
    *(("may_take_down_file", who, "always", who in TAKERS) for who in (*Role, NOBODY)),
    *(("may_review_file", who, OTHERS, who == Role.APPROVER) for who in (*Role, NOBODY)),
    ("may_review_file", Role.APPROVER, OWN, False),
    ("may_review_file", Role.APPROVER, THEIRS, False),
]
ROWS_OF_DOCUMENTS = [
    *(("may_see_templates", who, "always", who != NOBODY) for who in EVERYBODY),
    *(("may_propose_template", who, "always", who in PROPOSERS) for who in EVERYBODY),
    *(("may_decide_template", who, PROPOSED, who == Role.APPROVER) for who in EVERYBODY),
    ("may_decide_template", Role.APPROVER, OWN_PROPOSAL, False),
    ("may_decide_template", Role.APPROVER, THEIR_PROPOSAL, False),
    *(("may_read_filling", who, OF_AGREEMENT, who in READERS) for who in EVERYBODY),
    *(("may_begin_filling", who, OF_AGREEMENT, who in WRITERS) for who in EVERYBODY),
    *(("may_write_filling", who, OF_AGREEMENT, who in WRITERS) for who in EVERYBODY),
    *(("may_comment_on_filling", who, TO_TEAM, who in WRITERS) for who in EVERYBODY),
    *(("may_comment_on_filling", who, TO_READERS, who in READERS) for who in EVERYBODY),
    *(("may_read_comment", who, TO_TEAM, who in WRITERS) for who in EVERYBODY),
    *(("may_resolve_comment", who, OWN_COMMENT, who in READERS) for who in EVERYBODY),
    *(("may_resolve_comment", who, OTHERS_COMMENT, who in WRITERS) for who in EVERYBODY),
]
ROWS = [*ROWS_OF_FILES, *ROWS_OF_DOCUMENTS]
