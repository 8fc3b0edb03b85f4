"""Everything that can be done to people, their roles, their invitations and their teams."""

from .invitations import (
    accept_invitation,
    invite_person,
    lapse_invitation,
    withdraw_invitation,
)
from .log import note_access, note_read, note_reads
from .people import (
    AlreadyKnown,
    add_person_as_operator,
    deactivate_person,
    forget_person,
    note_security_change,
    reactivate_person,
    set_password,
)
from .roles import (
    confirm_operator_grant,
    confirm_role,
    end_role,
    grant_role_as_operator,
    propose_deputy,
    propose_role,
    refuse_role,
    withdraw_role_proposal,
)
from .teams import (
    close_team,
    give_team_lead,
    join_team,
    leave_team,
    rename_team,
    set_up_team,
    take_team_lead,
)

__all__ = [
    "AlreadyKnown",
    "accept_invitation",
    "add_person_as_operator",
    "close_team",
    "confirm_operator_grant",
    "confirm_role",
    "deactivate_person",
    "end_role",
    "forget_person",
    "give_team_lead",
    "grant_role_as_operator",
    "invite_person",
    "join_team",
    "lapse_invitation",
    "leave_team",
    "note_access",
    "note_read",
    "note_reads",
    "note_security_change",
    "propose_deputy",
    "propose_role",
    "reactivate_person",
    "refuse_role",
    "rename_team",
    "set_password",
    "set_up_team",
    "take_team_lead",
    "withdraw_invitation",
    "withdraw_role_proposal",
]
