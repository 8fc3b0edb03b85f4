from datetime import UTC, datetime

import pytest

from almoner.cli.demonstration.stages import STAGES, play
from almoner.followers.letters import BULLETIN
from almoner.followers.models import Follow
from almoner.followers.states import FollowState
from almoner.outbox.models import Message
from almoner.outbox.states import DeliveryState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 25, 15, tzinfo=UTC)


def test_two_follow_what_is_new_and_were_told_and_one_has_not_confirmed_yet(settings, tmp_path):
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"

    play(upto=STAGES[-1], now=NOW, tell=lambda _told: None, months_told=2)

    states = sorted(Follow.objects.values_list("state", flat=True))
    assert states == [FollowState.ASKED, FollowState.CONFIRMED, FollowState.CONFIRMED]
    told = Message.objects.filter(topic=BULLETIN.code)
    assert told.exists()
    assert {message.delivery.state for message in told} == {DeliveryState.SENT}
    assert not Message.objects.exclude(delivery__state=DeliveryState.SENT).exists()
    assert {message.body for message in told} == {""}
