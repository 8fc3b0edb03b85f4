import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from almoner.accounts.access import may_read, read_restricted
from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.core.models import Event
from almoner.core.references import name_of
from tests.accounts.factories import TeamFactory
from tests.factories import DAY, NOON, UserFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db


def entries():
    return list(AccessEntry.objects.values_list("who", "about", "outcome", "at"))


def test_a_read_is_allowed_and_logged_but_not_in_the_ledger():
    reader, dana = official(Role.AUDITOR), UserFactory()

    read_restricted(reader, name_of(dana), at=NOON)

    assert entries() == [(reader.actor, f"accounts.user:{dana.reference}", "allowed", NOON)]
    assert not Event.objects.exists()


def test_a_refused_read_is_logged_too():
    nobody, dana = UserFactory(), UserFactory()

    with pytest.raises(PermissionDenied, match="no role"):
        read_restricted(nobody, name_of(dana), at=NOON)

    assert [outcome for _, _, outcome, _ in entries()] == ["refused"]


def test_everyone_reads_of_themselves():
    dana = UserFactory()

    assert may_read(dana, name_of(dana), on=DAY)


def test_any_official_reads_of_a_team_and_nobody_else():
    team = name_of(TeamFactory())

    assert may_read(official(Role.MEMBER), team, on=DAY)
    assert not may_read(UserFactory(), team, on=DAY)


def test_nobody_reads_what_no_app_declared():
    verdict = may_read(official(Role.AUDITOR), "bids.bid:BID-1", on=DAY)

    assert (bool(verdict), verdict.reason) == (False, "Nobody may read this.")


def test_the_log_is_not_edited():
    read_restricted(reader := official(Role.AUDITOR), name_of(reader), at=NOON)

    with arranging(), transaction.atomic(), pytest.raises(DatabaseError):
        AccessEntry.objects.update(outcome="refused")
