"""Who does what in a scenario: whoever holds the role."""

from almoner.accounts.models import RoleHolding, User
from almoner.accounts.roles import Role
from almoner.cli.refusals import Refusal


def called(username: str) -> User:
    """Somebody by their username. Raises Refusal."""
    found = User.objects.filter(username=username).first()
    if found is None:
        raise Refusal(f"The scenario names {username}, who is not among its people.")
    return found


def with_role(role: Role) -> User:
    """The first who holds a role. Raises Refusal."""
    return _holders(role, 1)[0]


def second_with(role: Role) -> User:
    """The second who holds a role: nobody approves what they made. Raises Refusal."""
    return _holders(role, 2)[1]


def _holders(role: Role, count: int) -> list[User]:
    holders = RoleHolding.objects.filter(role=role, is_held=True).values("holder")
    found = list(User.objects.filter(pk__in=holders).order_by("pk")[:count])
    if len(found) < count:
        raise Refusal(f"The scenario needs {count} of the role {role}, and has {len(found)}.")
    return found
