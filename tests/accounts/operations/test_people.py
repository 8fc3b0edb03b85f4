from time import sleep

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.exceptions import PermissionDenied

from almoner.accounts.events import PersonEvent, SecurityChange
from almoner.accounts.models import Invitation, RoleGrant, User
from almoner.accounts.operations import (
    AlreadyKnown,
    add_person_as_operator,
    confirm_role,
    deactivate_person,
    forget_person,
    grant_role_as_operator,
    note_security_change,
    propose_deputy,
    reactivate_person,
    set_password,
)
from almoner.accounts.queries import holdings_on, roles_of
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState
from almoner.core.actors import OPERATOR
from almoner.core.ledger import record
from almoner.core.models import Event
from almoner.core.operations import current_act, operation
from almoner.core.references import name_of
from tests.crowd import at_once
from tests.factories import DAY, NOON, RoleGrantFactory, UserFactory, official
from tests.guard import arranging

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


def test_a_closed_account_holds_no_role_and_opens_nothing():
    admin, dana = official(Role.ADMINISTRATOR), added(Role.FINANCE, Role.AUDITOR)

    deactivate_person(dana, by=admin, at=NOON)

    dana.refresh_from_db()
    assert not dana.is_active
    assert not holdings_on(DAY).filter(holder=dana).exists()
    line = Event.objects.get(kind="person.deactivated")
    assert (line.actor, line.facts) == (admin.actor, {"roles": "2"})


def test_an_account_opened_again_has_no_role():
    admin, dana = official(Role.ADMINISTRATOR), added(Role.FINANCE)
    deactivate_person(dana, by=admin, at=NOON)

    dana = reactivate_person(dana, by=admin, at=NOON)

    assert dana.is_active
    assert roles_of(dana, on=DAY) == set()


def test_nobody_closes_their_own_account():
    admin = official(Role.ADMINISTRATOR)

    with pytest.raises(PermissionDenied, match="your own"):
        deactivate_person(admin, by=admin, at=NOON)


def test_forgetting_leaves_nothing_but_the_reference():
    admin, dana = official(Role.ADMINISTRATOR), added(Role.FINANCE)
    RoleGrantFactory(holder=dana, proposed_by=admin, refusal="Amara Cole is not trained")
    with arranging():
        EmailAddress.objects.create(user=dana, email=dana.email)
    deactivate_person(dana, by=admin, at=NOON)

    forget_person(dana, by=admin, at=NOON)

    known = User.objects.get(reference=dana.reference)
    assert known.is_forgotten
    assert known.username == known.reference.lower()
    assert not known.has_usable_password()
    kept = str([list(model.objects.values()) for model in (User, RoleGrant, Invitation)])
    assert "amara" not in kept.lower()
    assert not EmailAddress.objects.exists()


def test_a_change_of_how_one_signs_in_leaves_its_kind_alone():
    dana = UserFactory()

    note_security_change(dana, SecurityChange.PASSKEY_ADDED, by=dana, at=NOON)

    line = Event.objects.get(kind="person.security-changed")
    assert (line.about, line.facts) == (name_of(dana), {"change": "passkey-added"})


@pytest.mark.parametrize("name", [{"username": "amara@example.test"}, {"email": "amara@home.test"}])
def test_nobody_signs_in_by_what_somebody_else_is_known_as(name):
    UserFactory(username="amara@home.test", email="amara@example.test")
    newcomer = {"username": "newcomer", "email": "new@example.test", **name}

    with pytest.raises(AlreadyKnown):
        added(Role.AUDITOR, **newcomer)


def test_a_password_is_kept_hashed_and_its_change_leaves_its_kind_alone():
    dana = UserFactory()

    set_password(dana, "four unrelated words", by=dana, at=NOON)

    assert User.objects.get(pk=dana.pk).check_password("four unrelated words")
    assert dana.check_password("four unrelated words")
    line = Event.objects.get(kind="person.security-changed")
    assert line.facts == {"change": "password-changed"}


def test_nobody_waits_for_a_password_to_be_hashed(settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.operations.test_people.WatchfulHasher"]

    dana = UserFactory()
    set_password(dana, "four unrelated words", by=dana, at=NOON)

    assert WatchfulHasher.acts == [None]


class WatchfulHasher(MD5PasswordHasher):
    """Notes what was under way while it hashed."""

    acts = []

    def encode(self, password, salt):
        self.acts.append(current_act())
        return super().encode(password, salt)


@pytest.mark.engine("postgresql")
@pytest.mark.django_db(transaction=True)
def test_closing_an_account_waits_for_nobody_once_it_has_written_a_line():
    admin, dana, ben = official(Role.ADMINISTRATOR), UserFactory(), UserFactory()
    for role in (Role.FINANCE, Role.AUDITOR):
        grant_role_as_operator(dana, role, by=OPERATOR, at=NOON)
    paper = propose_deputy(
        ben,
        Role.AUDITOR,
        in_place_of=dana,
        valid_from=DAY,
        valid_to=DAY,
        by=dana,
        at=NOON,
    )
    confirm_role(paper, by=admin, at=NOON)

    def one_of_two(n):
        if n:
            sleep(0.3)
            return deactivate_person(dana, by=admin, at=NOON)
        return keep_somebody_and_write_later(ben)

    at_once(2, one_of_two)

    assert roles_of(ben, on=DAY) == set()
    assert Event.objects.filter(kind="person.deactivated").count() == 1


@operation
def keep_somebody_and_write_later(person):
    """Hold somebody's row, as any operation on them does, and write the line after a while."""
    person = User.objects.select_for_update().get(pk=person.pk)
    sleep(1.5)
    change = SecurityChange.PASSWORD_LINK_MADE
    record(PersonEvent.SECURITY_CHANGED, about=person, by=OPERATOR, at=NOON, change=change)


def test_a_session_of_a_closed_account_stays_shut_once_it_is_open_again(client):
    amara, ben = official(Role.ADMINISTRATOR), official(Role.FINANCE)
    client.force_login(ben, backend="django.contrib.auth.backends.ModelBackend")
    UserSession.objects.create(user=ben, session_key=client.session.session_key, ip="127.0.0.1")
    assert client.get("/account/").status_code == 200

    deactivate_person(ben, by=amara, at=NOON)
    reactivate_person(ben, by=amara, at=NOON)

    assert client.get("/account/").status_code == 302
