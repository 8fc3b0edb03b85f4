"""Who may do what to editions and standing authorities: rows of the registers' table."""

PUBLISHER, FINANCE, AGREEMENTS = "a publisher", "a finance officer", "a grant or contract manager"
APPROVER, OTHER, NOBODY = "an approver", "another official", "nobody"
AUTHOR, STAND_IN = "who made it", "who stands in for them"

SPEND, GRANTS = "payments, which finance owns", "grants, which publishers own"
READY, CORRECTION = "a submitted edition", "a correction"
PROPOSED, BY_OPERATOR = "a proposed authority", "one the operator granted"
CONFIRMED, ENDED, IN_FORCE = "one they confirmed", "one that has ended", "one in force"
OTHER_DUTY, OVER = "one for another duty", "one whose last day has passed"
ANY = "at any time"


def _same(policy, situation, yes, no):
    rows = [(policy, who, situation, True) for who in yes]
    return rows + [(policy, who, situation, False) for who in no]


SUBMITTERS = [PUBLISHER, FINANCE, AGREEMENTS]
STRANGERS = [APPROVER, OTHER, NOBODY]
ROWS = [
    *_same("may_see_editions", ANY, [*SUBMITTERS, APPROVER, OTHER], [NOBODY]),
    *_same("may_submit_edition", SPEND, SUBMITTERS, STRANGERS),
    *_same("may_submit_edition", GRANTS, [PUBLISHER, AGREEMENTS], [FINANCE, *STRANGERS]),
    *_same("may_return_edition", SPEND, SUBMITTERS, STRANGERS),
    *_same(
        "may_approve_edition",
        READY,
        [PUBLISHER],
        [AUTHOR, STAND_IN, FINANCE, AGREEMENTS, *STRANGERS],
    ),
    *_same("may_withdraw_preparation", READY, [], [PUBLISHER, AUTHOR]),
    *_same("may_withdraw_preparation", CORRECTION, SUBMITTERS, STRANGERS),
    *_same("may_propose_authority", ANY, [PUBLISHER], [FINANCE, *STRANGERS]),
    *_same(
        "may_decide_on_authority",
        PROPOSED,
        [PUBLISHER],
        [AUTHOR, STAND_IN, FINANCE, *STRANGERS],
    ),
    *_same("may_decide_on_authority", BY_OPERATOR, [], [PUBLISHER]),
    *_same("may_confirm_operators_authority", BY_OPERATOR, [PUBLISHER], [FINANCE, *STRANGERS]),
    *_same("may_confirm_operators_authority", CONFIRMED, [], [PUBLISHER]),
    *_same("may_confirm_operators_authority", ENDED, [], [PUBLISHER]),
    *_same("may_confirm_operators_authority", IN_FORCE, [], [PUBLISHER]),
    *_same("may_end_authority", ANY, [PUBLISHER, APPROVER], [FINANCE, OTHER, NOBODY]),
    *_same("may_use_authority", BY_OPERATOR, SUBMITTERS, STRANGERS),
    *_same("may_use_authority", IN_FORCE, SUBMITTERS, STRANGERS),
    *[
        row
        for bad in (PROPOSED, ENDED, OTHER_DUTY, OVER)
        for row in _same("may_use_authority", bad, [], [PUBLISHER])
    ],
]
