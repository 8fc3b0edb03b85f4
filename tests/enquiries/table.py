"""Who may read and answer the public: rows that `test_policies` runs and the documents print."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
PAYMENT, AGREEMENT, PAGE = "about a payment", "about an agreement", "about accessibility"
DANGER, SILENT = "that somebody is in danger", "about a payment, without an address"
FORGOTTEN = "about a payment, forgotten"

QUEUES = {
    PAYMENT: {Role.FINANCE},
    AGREEMENT: {Role.AGREEMENT_MANAGER, Role.PUBLISHER},
    PAGE: {Role.PUBLISHER},
    DANGER: {Role.APPROVER, Role.PUBLISHER},
    SILENT: {Role.FINANCE},
    FORGOTTEN: {Role.FINANCE},
}
MAY_SEE = {Role.FINANCE, Role.AGREEMENT_MANAGER, Role.PUBLISHER, Role.APPROVER}

ROWS = [
    *(("may_see_enquiries", who, "always", who in MAY_SEE) for who in (*Role, NOBODY)),
    *(
        (policy, who, about, who in QUEUES[about])
        for policy in ("may_read_enquiry", "may_work_on_enquiry", "may_reopen_enquiry")
        for about in (PAYMENT, AGREEMENT, PAGE, DANGER)
        for who in (*Role, NOBODY)
    ),
    *(
        ("may_answer_enquiry", who, about, who in QUEUES[about])
        for about in (PAYMENT, DANGER)
        for who in (*Role, NOBODY)
    ),
    ("may_answer_enquiry", Role.FINANCE, SILENT, False),
    ("may_reopen_enquiry", Role.FINANCE, FORGOTTEN, False),
]
