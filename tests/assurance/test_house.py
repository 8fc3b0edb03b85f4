from datetime import timedelta

import pytest

from almoner.accounts.states import GrantState
from almoner.assurance.asking import findings, standings, tally
from almoner.assurance.controls import control_called
from almoner.core.actors import OPERATOR
from almoner.core.backups import BackupEvent
from almoner.core.installation import Purpose, found_installation
from almoner.core.ledger import record
from almoner.core.models import Event, Installation
from almoner.core.operations import operation
from tests.assurance.asked import only_the_first_breaks
from tests.factories import (
    DAY,
    LONG_AGO,
    NOON,
    RoleConfirmationFactory,
    RoleGrantFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return found_installation(purpose=Purpose.LIVE, by=OPERATOR, at=LONG_AGO)


@operation
def back_up(installation, *, at):
    record(
        BackupEvent.MADE,
        about=installation,
        by=OPERATOR,
        at=at,
        manifest="a" * 64,
        files=1,
        lines=1,
    )


def is_green(code):
    return findings(code, on=DAY).is_green


def test_a_backup_is_recent_for_two_days(house):
    assert not is_green("backup-recent")

    back_up(house, at=NOON - timedelta(days=3))
    assert not is_green("backup-recent")

    back_up(house, at=NOON - timedelta(days=2))
    assert is_green("backup-recent")
    assert standings(house, ["backup-recent"], on=DAY)[0].is_green


@operation
def try_to_restore(installation, *, made_on=None):
    facts = {"manifest": "a" * 64, "made_on": made_on, "lines": 1} if made_on else {}
    kind = BackupEvent.PROVED if made_on else BackupEvent.FAILED
    record(kind, about=installation, by=OPERATOR, at=NOON, **facts)


def test_a_backup_of_the_last_week_is_restored_elsewhere(house):
    back_up(house, at=NOON)
    assert not is_green("backup-restorable")

    try_to_restore(house, made_on=DAY - timedelta(days=8))
    assert not is_green("backup-restorable")
    try_to_restore(house, made_on=DAY - timedelta(days=7))
    assert is_green("backup-restorable")
    assert standings(house, ["backup-restorable"], on=DAY)[0].is_green

    try_to_restore(house)
    assert not is_green("backup-restorable")


def test_a_line_of_the_ledger_that_was_changed_is_found(house, monkeypatch):
    back_up(house, at=NOON)
    back_up(house, at=NOON)
    assert findings("ledger-intact", on=DAY).covered == 3
    assert is_green("ledger-intact")

    digest = Event.digest
    monkeypatch.setattr(
        Event, "digest", lambda line, after: "" if line.number == 2 else digest(line, after=after)
    )

    broken = findings("ledger-intact", on=DAY).breaks
    assert [one.reference for one in broken] == ["2"]
    one = standings(Event.objects.get(number=2), ["ledger-intact"], on=DAY)[0]
    assert (one.is_green, one.failure) == (False, "")


def test_the_operators_roles_are_to_be_confirmed_within_thirty_days():
    def given():
        return RoleGrantFactory(state=GrantState.IN_FORCE, proposed_at=LONG_AGO)

    def confirmed():
        grant = given()
        for _person in range(2):
            RoleConfirmationFactory(grant=grant, confirmed_by=UserFactory())
        return grant

    only_the_first_breaks("operators-roles-confirmed", given, confirmed)


def test_what_cannot_be_told_of_an_empty_house_is_covered_by_nothing():
    assert Installation.objects.count() == 0
    assert tally(control_called("backup-recent"), on=DAY).covered == 0
