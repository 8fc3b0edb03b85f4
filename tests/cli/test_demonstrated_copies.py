"""The demonstration's copies go the way that every copy goes."""

from decimal import Decimal

import pytest

from almoner.accounts.roles import Role
from almoner.cli.demonstration.copies import exempt, invite_to_tender, publish_some_copies
from almoner.papers.kinds import CopyKind
from almoner.papers.models import Document
from almoner.papers.states import CopyState, ExemptionState
from almoner.registers.copies import public_copies
from tests.factories import DAY, NOON, VersionFactory, official

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def test_the_demonstration_publishes_some_copies_and_leaves_one_to_be_checked():
    contracts = [VersionFactory(amount=Decimal(20_000), awarded_on=DAY) for _n in range(3)]
    manager, publisher = official(Role.AGREEMENT_MANAGER), official(Role.PUBLISHER)

    copies = publish_some_copies(
        contracts, by=manager, checked_by=publisher, at=NOON, is_last_unchecked=True
    )
    invitation = invite_to_tender(contracts[0], by=manager, checked_by=publisher, at=NOON)
    exemption = exempt(contracts[2], by=manager, decided_by=official(Role.APPROVER), at=NOON)

    assert [copy.state for copy in copies] == ["published", "published", "submitted"]
    assert list(public_copies(CopyKind.CONTRACT, on=DAY)) == copies[1::-1]
    assert list(public_copies(CopyKind.TENDER, on=DAY)) == [invitation]
    assert (invitation.state, exemption.state) == (CopyState.PUBLISHED, ExemptionState.IN_FORCE)
    assert Document.objects.count() == 4
    assert [copy.needs_judgement for copy in copies] == [False, False, False]
