"""What can happen to people, their roles and their teams."""

from datetime import date
from enum import StrEnum

from almoner.core.events import COUNT, DAY, REFERENCE, EventKind, one_of

from .roles import Role

NO_END = date.max  # how a line writes the last day of what has none

HELD = {"person": REFERENCE, "role": one_of(Role)}
PERIOD_HELD = {**HELD, "valid_from": DAY, "valid_to": DAY}


class SecurityChange(StrEnum):
    """What somebody may change about how they sign in."""

    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - a kind of change, not a password
    AUTHENTICATOR_ADDED = "authenticator-added"
    AUTHENTICATOR_REMOVED = "authenticator-removed"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    RECOVERY_CODES_MADE = "recovery-codes-made"
    RECOVERY_CODES_REMOVED = "recovery-codes-removed"
    PASSWORD_LINK_MADE = "password-link-made"  # noqa: S105 - as above
    OUTSIDE_ACCOUNT_LINKED = "outside-account-linked"
    SIGNED_OUT_EVERYWHERE = "signed-out-everywhere"


class PersonEvent(EventKind):
    ADDED = "person.added", {"roles": COUNT}
    JOINED = "person.joined", {"invitation": REFERENCE, "roles": COUNT}
    SECURITY_CHANGED = "person.security-changed", {"change": one_of(SecurityChange)}
    DEACTIVATED = "person.deactivated", {"roles": COUNT}
    REACTIVATED = "person.reactivated"
    FORGOTTEN = "person.forgotten"


class InvitationEvent(EventKind):
    SENT = "invitation.sent", {"roles": COUNT, "expires_on": DAY}
    WITHDRAWN = "invitation.withdrawn"
    LAPSED = "invitation.lapsed"


class RoleEvent(EventKind):
    PROPOSED = "role.proposed", PERIOD_HELD
    DEPUTY_PROPOSED = "role.deputy-proposed", {**PERIOD_HELD, "in_place_of": REFERENCE}
    CONFIRMED = "role.confirmed", PERIOD_HELD
    REFUSED = "role.refused", HELD
    WITHDRAWN = "role.withdrawn", HELD
    ENDED = "role.ended", {**HELD, "on": DAY}
    GRANTED_BY_OPERATOR = "role.granted-by-operator", PERIOD_HELD
    OPERATOR_GRANT_CONFIRMED = "role.operator-grant-confirmed", {**HELD, "confirmations": COUNT}


class TeamEvent(EventKind):
    SET_UP = "team.set-up"
    RENAMED = "team.renamed"
    JOINED = "team.joined", {"person": REFERENCE, "valid_from": DAY, "valid_to": DAY}
    LEFT = "team.left", {"person": REFERENCE, "on": DAY}
    LEAD_GIVEN = "team.lead-given", {"person": REFERENCE, "valid_from": DAY, "valid_to": DAY}
    LEAD_TAKEN = "team.lead-taken", {"person": REFERENCE, "on": DAY}
    CLOSED = "team.closed", {"people": COUNT}
