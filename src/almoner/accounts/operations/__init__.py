"""Everything that can be done to people, their roles and their invitations."""

from .people import AlreadyKnown, add_person_as_operator
from .roles import grant_role_as_operator

__all__ = ["AlreadyKnown", "add_person_as_operator", "grant_role_as_operator"]
