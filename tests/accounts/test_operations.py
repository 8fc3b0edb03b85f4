import pytest

from almoner.accounts.models import RoleGrant, User
from almoner.accounts.operations import AlreadyKnown, add_person_as_operator
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState
from almoner.core.actors import OPERATOR
from almoner.core.models import Event
from tests.factories import DAY, NOON, UserFactory

pytestmark = pytest.mark.django_db


def added(*roles, **person):
    known = {"username": "amara", "name": "Amara Cole", "email": "amara@example.test"}
    return add_person_as_operator(**{**known, **person}, roles=roles, by=OPERATOR, at=NOON)


def test_the_operator_adds_a_person_whose_roles_hold_at_once():
    amara = added(Role.ADMINISTRATOR, Role.APPROVER)

    assert roles_of(amara, on=DAY) == {Role.ADMINISTRATOR, Role.APPROVER}
    assert not amara.has_usable_password()
    assert {grant.state for grant in RoleGrant.objects.all()} == {GrantState.IN_FORCE}
    assert [(line.kind, line.actor) for line in Event.objects.order_by("number")] == [
        ("role.granted-by-operator", "system:operator"),
        ("role.granted-by-operator", "system:operator"),
        ("person.added", "system:operator"),
    ]


@pytest.mark.parametrize("taken", [{"username": "AMARA"}, {"email": "Amara@Example.test"}])
def test_nobody_takes_the_username_or_e_mail_of_somebody_else(taken):
    UserFactory(username="amara", email="amara@example.test")
    newcomer = {"username": "newcomer", "email": "new@example.test", **taken}

    with pytest.raises(AlreadyKnown):
        added(Role.AUDITOR, **newcomer)

    assert User.objects.count() == 1
    assert not Event.objects.exists()


@pytest.mark.parametrize("nothing", [{"username": " "}, {"name": ""}, {"email": "no address"}])
def test_a_person_needs_a_username_a_name_and_an_address(nothing):
    with pytest.raises(ValueError, match=r"needs|e-mail"):
        added(**nothing)
