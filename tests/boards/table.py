"""Who may do what about boards, and when: `test_policies` asks each policy of everybody."""

from almoner.accounts.roles import Role

CHAIR, DEPUTY, MEMBER = "the chair", "a deputy chair", "a member"
ADVISER, EX_MEMBER = "an adviser", "somebody who sat there until yesterday"
ROLELESS = "a member whose role here has ended"
PRESENTER = "who presents the item"
OUT_MEMBER, OUT_SECRETARY, OUT_AUDITOR = (
    "a member who is out of the item",
    "a secretary who is out of the item",
    "an auditor who is out of the item",
)
NOBODY = "nobody"
EVERYBODY = {
    *Role,
    *(CHAIR, DEPUTY, MEMBER, ADVISER, EX_MEMBER, ROLELESS, PRESENTER),
    *(OUT_MEMBER, OUT_SECRETARY, OUT_AUDITOR, NOBODY),
}
PLANNED, CALLED, BEGUN = "planned", "called", "begun"
HELD, AGREED, CANCELLED = "held", "minutes agreed", "cancelled"
SITUATIONS = (PLANNED, CALLED, BEGUN, HELD, AGREED, CANCELLED)
OPEN = {PLANNED, CALLED, BEGUN}

SECRETARIES = {Role.BOARD_SECRETARY, OUT_SECRETARY}
SEATED = {CHAIR, DEPUTY, MEMBER, ADVISER, OUT_MEMBER}
READERS = {*SECRETARIES, *SEATED, Role.AUDITOR, OUT_AUDITOR}
IN = {PRESENTER, *READERS} - {OUT_MEMBER, OUT_SECRETARY, OUT_AUDITOR}
FROM_OUTSIDE = {Role.MEMBER, EX_MEMBER}

# By policy: who may, and in which situations. In others nobody may.
GRANTED = {
    "may_see_boards": (EVERYBODY - {NOBODY, ROLELESS}, SITUATIONS),
    "may_run_boards": (SECRETARIES, SITUATIONS),
    "may_read_board": (EVERYBODY - {NOBODY, ROLELESS, *FROM_OUTSIDE}, SITUATIONS),
    "may_read_papers": (READERS, SITUATIONS),
    "may_read_item": (IN, SITUATIONS),
    "may_read_live": ({Role.BOARD_SECRETARY, Role.AUDITOR, PRESENTER}, SITUATIONS),
    "may_prepare": (SECRETARIES, OPEN),
    "may_change_item": ({Role.BOARD_SECRETARY}, {PLANNED}),
    "may_withdraw_item": ({Role.BOARD_SECRETARY}, OPEN),
    "may_send_apologies": (SEATED, OPEN),
    "may_record_presence": (SECRETARIES, {CALLED, BEGUN, HELD}),
    "may_hold": (SECRETARIES, {BEGUN, HELD, AGREED, CANCELLED}),
    "may_ask": (SEATED - {OUT_MEMBER}, {CALLED}),
    "may_answer": ({Role.BOARD_SECRETARY, PRESENTER}, SITUATIONS),
    "may_declare": (IN, {*OPEN, HELD, CANCELLED}),
    "may_rule": ({CHAIR, DEPUTY}, SITUATIONS),
    "may_minute": ({Role.BOARD_SECRETARY}, {HELD}),
    "may_confirm": ({CHAIR}, {HELD}),
    "may_agree_minutes": ({CHAIR, DEPUTY}, {HELD}),
}

ALWAYS = set(SITUATIONS)


def _row(policy, who):
    granted, when = GRANTED[policy]
    if who not in granted:
        return policy, who, "always", False
    situation = "always" if set(when) == ALWAYS else ", ".join(sorted(when, key=SITUATIONS.index))
    return policy, who, situation, True


ROWS = [_row(policy, who) for policy in GRANTED for who in sorted(EVERYBODY)]
