from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.core.actors import OPERATOR
from almoner.core.due import due_to
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.registers.due_editions import duty_called
from almoner.registers.models import Preparation, StandingAuthority
from almoner.registers.operations import (
    FactsChanged,
    approve_under_authority,
    confirm_authority,
    confirm_operators_authority,
    end_authority,
    grant_authority_as_operator,
    propose_authority,
    refuse_authority,
)
from almoner.registers.queries import authorities_in_force, operators_authorities_awaiting
from tests.factories import DAY, NOON, official
from tests.guard import arranging
from tests.registers.operations.test_editions import bring_in
from tests.registers.publishing import submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("duties")]
LATER = DAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def publisher():
    return official(Role.PUBLISHER)


def proposed(by, *, code="spend", first=DAY, last=LATER):
    return propose_authority(
        duty_called(code, on=DAY), valid_from=first, valid_to=last, by=by, at=NOON
    )


def operators(named, *, code="spend"):
    return grant_authority_as_operator(
        duty_called(code, on=DAY), valid_to=LATER, named=named, by=OPERATOR, at=NOON
    )


def test_an_authority_takes_two_publishers(publisher):
    authority = proposed(publisher)
    assert not authorities_in_force(on=DAY).exists()

    confirm_authority(authority, by=official(Role.PUBLISHER), at=NOON)

    assert authorities_in_force(on=DAY).get() == authority
    assert authorities_in_force(on=LATER).get() == authority
    assert not authorities_in_force(on=LATER + timedelta(days=1)).exists()
    line = Event.objects.get(kind="authority.confirmed")
    assert line.facts == {"duty": "spend", "valid_from": str(DAY), "valid_to": str(LATER)}


def test_who_proposed_it_does_not_confirm(publisher):
    authority = proposed(publisher)

    with pytest.raises(PermissionDenied, match="You proposed it"):
        confirm_authority(authority, by=publisher, at=NOON)
    with arranging(), pytest.raises(IntegrityError, match="proposer_does_not_decide"):
        StandingAuthority.objects.update(decided_by=publisher)


def test_a_refused_authority_never_holds(publisher):
    authority = refuse_authority(proposed(publisher), by=official(Role.PUBLISHER), at=NOON)

    with pytest.raises(IllegalTransition):
        confirm_authority(authority, by=official(Role.PUBLISHER), at=NOON)


def test_the_operators_is_in_force_at_once_and_nobodys_approval(publisher):
    authority = operators(publisher)

    line = Event.objects.get(kind="authority.granted-by-operator")
    assert (authority.state, authority.proposed_by, authority.decided_by) == (
        "in-force",
        None,
        None,
    )
    assert (line.actor, line.facts["named"]) == ("system:operator", publisher.reference)
    assert operators_authorities_awaiting(on=DAY).get() == authority


def test_two_publishers_confirm_what_the_operator_granted(publisher):
    authority = operators(publisher)

    confirm_operators_authority(authority, by=publisher, at=NOON)
    assert operators_authorities_awaiting(on=DAY).exists()
    with pytest.raises(PermissionDenied, match="You have confirmed it"):
        confirm_operators_authority(authority, by=publisher, at=NOON)
    confirm_operators_authority(authority, by=official(Role.PUBLISHER), at=NOON)

    assert not operators_authorities_awaiting(on=DAY).exists()


def test_the_operator_names_a_publisher():
    with pytest.raises(PermissionDenied, match="Only a publisher grants"):
        operators(official(Role.FINANCE))


@pytest.mark.parametrize(
    ("code", "first", "last", "says"),
    [
        ("spend", DAY, DAY - timedelta(days=1), "Its last day has passed"),
        ("spend", LATER, DAY, "comes before its first"),
        ("decisions", DAY, LATER, "decisions has no editions here"),
    ],
)
def test_what_cannot_hold_is_not_proposed(publisher, code, first, last, says):
    with pytest.raises(ValidationError, match=says):
        proposed(publisher, code=code, first=first, last=last)


def test_an_edition_under_an_authority_records_it_and_no_person(publisher, tmp_path):
    bring_in(tmp_path, publisher)
    authority = operators(publisher)

    edition = approve_under_authority(submitted(by=publisher), authority, by=publisher, at=NOON)

    line = Event.objects.get(kind="edition.issued-under-authority")
    assert (edition.issued_by, edition.authority) == (None, authority)
    assert Preparation.objects.get().approved_by is None
    assert (line.actor, line.facts["authority"]) == ("system:standing-authority", str(authority))


def test_under_an_authority_too_a_submission_lapses_if_the_facts_changed(publisher, tmp_path):
    authority, ready = operators(publisher), submitted(by=publisher)
    bring_in(tmp_path, publisher)

    with pytest.raises(FactsChanged):
        approve_under_authority(ready, authority, by=publisher, at=NOON)
    assert Preparation.objects.get().state == "lapsed"


def test_nothing_goes_out_under_an_authority_that_has_ended(publisher):
    authority = end_authority(operators(publisher), by=official(Role.APPROVER), at=NOON)

    with pytest.raises(PermissionDenied, match="is not in force"):
        approve_under_authority(submitted(by=publisher), authority, by=publisher, at=NOON)
    with pytest.raises(IllegalTransition):
        end_authority(authority, by=publisher, at=NOON)


def test_my_work_shows_what_the_operator_granted_until_a_publisher_confirms(publisher):
    authority = operators(publisher)
    worker = worker_of(publisher, on=DAY)

    assert [due.about for due in due_to(worker, on=DAY)] == [name_of(authority)]
    confirm_operators_authority(authority, by=publisher, at=NOON)
    assert due_to(worker, on=DAY) == []
