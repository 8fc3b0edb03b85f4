"""Who may do what to people and their roles: the table officials sign off, and the tests run.

Each row: the policy, who asks, in which situation, and whether they may.
"""

ADMIN, APPROVER, OTHER, NOBODY = "an administrator", "an approver", "another official", "nobody"
HOLDER, PROPOSER, ABSENT = "the holder", "the proposer", "the person on leave"
AUDITOR = "the internal auditor"
STAND_IN, CLOSED = "the proposer's deputy", "a closed administrator"

ANY = "at any time"
PROPOSED, BY_OPERATOR = "a proposed role", "a role the operator granted"
SOMEBODY, THEMSELF = "for somebody else", "for themself"
SHUT = "for somebody whose account is closed"
TEAM, CLOSED_TEAM, LED = "a team at work", "a closed team", "a team that they lead"
OWN_LEAD = "a team at work, for themself"


def _same(policy, situation, yes, no):
    rows = [(policy, who, situation, True) for who in yes]
    return rows + [(policy, who, situation, False) for who in no]


ROWS = [
    *_same("may_see_people", ANY, [ADMIN, APPROVER, OTHER], [NOBODY, CLOSED]),
    *_same("may_read_ledger", ANY, [AUDITOR], [ADMIN, APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_read_access_log", ANY, [AUDITOR], [ADMIN, APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_make_backup", ANY, [ADMIN], [APPROVER, AUDITOR, OTHER, NOBODY, CLOSED]),
    *_same("may_invite_person", ANY, [ADMIN], [APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_withdraw_invitation", ANY, [ADMIN], [APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_propose_role", SOMEBODY, [ADMIN], [APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_propose_role", THEMSELF, [], [ADMIN, APPROVER]),
    *_same("may_propose_role", SHUT, [], [ADMIN]),
    *_same("may_propose_deputy", "for a deputy", [ADMIN, ABSENT], [APPROVER, OTHER, CLOSED]),
    *_same(
        "may_confirm_role", PROPOSED, [ADMIN, APPROVER], [PROPOSER, HOLDER, OTHER, NOBODY, STAND_IN]
    ),
    *_same("may_confirm_role", BY_OPERATOR, [], [ADMIN, APPROVER, HOLDER]),
    *_same(
        "may_refuse_role", PROPOSED, [ADMIN, APPROVER], [PROPOSER, HOLDER, OTHER, NOBODY, STAND_IN]
    ),
    *_same("may_withdraw_role_proposal", PROPOSED, [PROPOSER], [ADMIN, APPROVER, HOLDER]),
    *_same("may_end_role", "a role in force", [ADMIN, APPROVER, HOLDER], [OTHER, NOBODY, CLOSED]),
    *_same("may_end_role", "a deputy's role", [ADMIN, APPROVER, HOLDER, ABSENT], [OTHER]),
    *_same(
        "may_confirm_operator_grant",
        BY_OPERATOR,
        [ADMIN, APPROVER, OTHER],
        [HOLDER, NOBODY, CLOSED],
    ),
    *_same("may_confirm_operator_grant", "one they confirmed", [], [ADMIN]),
    *_same("may_confirm_operator_grant", "one that has ended", [], [ADMIN]),
    *_same("may_confirm_operator_grant", "a role in force", [], [ADMIN]),
    *_same("may_set_password", THEMSELF, [ADMIN, OTHER, NOBODY], [CLOSED]),
    *_same("may_set_password", SOMEBODY, [], [ADMIN]),
    *_same("may_deactivate_person", SOMEBODY, [ADMIN], [APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_deactivate_person", THEMSELF, [], [ADMIN]),
    *_same("may_reactivate_person", SHUT, [ADMIN], [APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_reactivate_person", "for somebody forgotten", [], [ADMIN]),
    *_same("may_forget_person", SHUT, [ADMIN], [APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_forget_person", SOMEBODY, [], [ADMIN]),
    *_same("may_see_teams", ANY, [ADMIN, APPROVER, OTHER], [NOBODY, CLOSED]),
    *_same("may_manage_teams", ANY, [ADMIN], [APPROVER, AUDITOR, OTHER, NOBODY, CLOSED]),
    *_same("may_join_team", ANY, [ADMIN, APPROVER, OTHER], [NOBODY, CLOSED]),
    *_same("may_change_team", TEAM, [ADMIN], [APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_change_team", LED, [ADMIN], [OTHER]),
    *_same("may_change_team", CLOSED_TEAM, [], [ADMIN]),
    *_same("may_add_to_team", TEAM, [ADMIN], [APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_add_to_team", LED, [], [ADMIN, OTHER]),
    *_same("may_add_to_team", CLOSED_TEAM, [], [ADMIN]),
    *_same("may_give_team_lead", TEAM, [ADMIN], [APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_give_team_lead", LED, [ADMIN], [OTHER]),
    *_same("may_give_team_lead", OWN_LEAD, [], [ADMIN, OTHER]),
    *_same("may_give_team_lead", CLOSED_TEAM, [], [ADMIN]),
    *_same("may_take_team_lead", TEAM, [ADMIN], [APPROVER, OTHER, NOBODY, CLOSED]),
    *_same("may_take_team_lead", OWN_LEAD, [ADMIN, OTHER], [NOBODY, CLOSED]),
    *_same("may_take_team_lead", CLOSED_TEAM, [], [ADMIN]),
]
