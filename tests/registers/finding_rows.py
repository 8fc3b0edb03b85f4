"""Who may judge what the checks found: rows of the registers' table."""

PUBLISHER, FINANCE, AGREEMENTS = "a publisher", "a finance officer", "a grant or contract manager"
IMPORTER, STAND_IN = "the publisher who imported it", "who stands in for them"
ADMINISTRATOR, APPROVER, AUDITOR = "an administrator", "an approver", "the internal auditor"
NOBODY = "nobody"
SPEND, CONTRACTS = "what holds a row of spend", "what holds a contract"
LOOK, ANY = "what only asks for a look, in spend", "in any register"
STRANGERS = [ADMINISTRATOR, APPROVER, AUDITOR, NOBODY]


def _same(policy, situation, yes, no):
    rows = [(policy, who, situation, True) for who in yes]
    return rows + [(policy, who, situation, False) for who in no]


ROWS = [
    *_same("may_see_findings", ANY, [PUBLISHER, FINANCE, AGREEMENTS], STRANGERS),
    *_same("may_judge_findings_of", SPEND, [PUBLISHER, FINANCE], [AGREEMENTS, *STRANGERS]),
    *_same("may_judge_findings_of", CONTRACTS, [PUBLISHER, AGREEMENTS], [FINANCE, *STRANGERS]),
    *_same(
        "may_judge_finding",
        SPEND,
        [PUBLISHER, FINANCE],
        [IMPORTER, STAND_IN, AGREEMENTS, *STRANGERS],
    ),
    *_same(
        "may_judge_finding",
        CONTRACTS,
        [PUBLISHER, AGREEMENTS],
        [IMPORTER, STAND_IN, FINANCE, *STRANGERS],
    ),
    *_same(
        "may_judge_finding",
        LOOK,
        [PUBLISHER, FINANCE, IMPORTER, STAND_IN],
        [AGREEMENTS, *STRANGERS],
    ),
    *_same(
        "may_reopen_finding",
        SPEND,
        [PUBLISHER, FINANCE, IMPORTER, STAND_IN],
        [AGREEMENTS, *STRANGERS],
    ),
    *_same(
        "may_reopen_finding",
        CONTRACTS,
        [PUBLISHER, AGREEMENTS, IMPORTER, STAND_IN],
        [FINANCE, *STRANGERS],
    ),
]
