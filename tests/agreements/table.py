"""Who may read and manage agreements: the rows that `test_policies` runs, and documents print."""

from almoner.accounts.roles import Role

NOBODY = "nobody"
READERS = {
    Role.COMMISSIONING_OFFICER,
    Role.APPROVER,
    Role.AGREEMENT_MANAGER,
    Role.FINANCE,
    Role.PUBLISHER,
    Role.AUDITOR,
}
NAMERS = {Role.APPROVER, Role.PUBLISHER}
MANAGER, DEPUTY = "its manager", "who deputises for its manager"
DEPUTY_ELSEWHERE = "who deputises for its manager in another role"

ALWAYS, FOR_SELF, FOR_OTHER = "always", "for themself", "for another manager"
FOR_STRANGER = "for somebody without the role"
KEPT, LEFT = "an agreement somebody manages", "one whose manager has left"


def _each(policy, situation, may, others=()):
    return [
        *((policy, str(who), situation, who in may) for who in (*Role, NOBODY)),
        *((policy, who, situation, allowed) for who, allowed in others),
    ]


OF_ITS_MANAGER = [(MANAGER, True), (DEPUTY, True), (DEPUTY_ELSEWHERE, False)]

ROWS = [
    *_each("may_see_agreements", ALWAYS, READERS),
    *_each("may_write_note", ALWAYS, READERS - {Role.AUDITOR}),
    *_each("may_adopt_agreements", ALWAYS, NAMERS | {Role.AGREEMENT_MANAGER}),
    *_each("may_adopt_agreement", FOR_SELF, {Role.AGREEMENT_MANAGER}),
    *_each("may_adopt_agreement", FOR_OTHER, NAMERS),
    *_each("may_adopt_agreement", FOR_STRANGER, set()),
    *_each("may_hand_over_agreement", KEPT, NAMERS, OF_ITS_MANAGER),
    *_each("may_hand_over_agreement", LEFT, NAMERS),
    *_each("may_change_management", KEPT, set(), OF_ITS_MANAGER),
    *_each("may_release_agreement", KEPT, NAMERS, OF_ITS_MANAGER),
    *_each("may_read_contact", KEPT, {Role.APPROVER}, OF_ITS_MANAGER),
    *_each("may_forget_contact", KEPT, {Role.APPROVER}, OF_ITS_MANAGER),
]
