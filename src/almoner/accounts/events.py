"""What can happen to people and their roles."""

import re

from almoner.core.events import COUNT, DAY, REFERENCE, EventKind, Shape, one_of

from .roles import Role

OPEN = "open"
DAY_OR_OPEN = Shape("day, or open", re.compile(rf"\d{{4}}-\d\d-\d\d|{OPEN}"))

HELD = {"person": REFERENCE, "role": one_of(Role)}
PERIOD_HELD = {**HELD, "valid_from": DAY, "valid_to": DAY_OR_OPEN}


class PersonEvent(EventKind):
    ADDED = "person.added", {"roles": COUNT}


class RoleEvent(EventKind):
    PROPOSED = "role.proposed", PERIOD_HELD
    DEPUTY_PROPOSED = "role.deputy-proposed", {**PERIOD_HELD, "in_place_of": REFERENCE}
    CONFIRMED = "role.confirmed", HELD
    REFUSED = "role.refused", HELD
    WITHDRAWN = "role.withdrawn", HELD
    ENDED = "role.ended", {**HELD, "on": DAY}
    GRANTED_BY_OPERATOR = "role.granted-by-operator", PERIOD_HELD
    OPERATOR_GRANT_CONFIRMED = "role.operator-grant-confirmed", {**HELD, "confirmations": COUNT}
