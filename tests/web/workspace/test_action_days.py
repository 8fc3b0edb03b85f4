import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.actions.models import Action
from tests.accounts.factories import team_with
from tests.actions.factories import ActionFactory
from tests.factories import DAY, NOON, RoleHoldingFactory
from tests.web.public.published import body_of, read
from tests.web.workspace.signing_in import BACKEND, signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/actions/"
DAYS = {"due_on_day": "1", "due_on_month": "6", "due_on_year": "2026"}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def test_an_owner_asks_for_another_day_and_the_verifier_decides(client):
    me = signed_in(client, Role.FINANCE)
    action = ActionFactory(owner=me)
    here = f"{LIST}{action}/"
    assert "Ask for another day" in read(client, here)
    read(client, f"{here}another-day/")
    client.post(f"{here}another-day/", {**DAYS, "text": "The shelter moves"})
    again = body_of(client.post(f"{here}another-day/", {**DAYS, "text": "More"}))
    assert "asked for already" in again

    client.force_login(action.verifier, backend=BACKEND)
    assert "The shelter moves" in read(client, f"{here}another-day/decide/")
    mute = body_of(client.post(f"{here}another-day/decide/", {"decision": "refuse", "text": ""}))
    assert "Write it down" in mute
    client.post(f"{here}another-day/decide/", {"decision": "agree", "text": ""})

    action.refresh_from_db()
    assert (action.due_on.month, action.first_due_on) == (6, DAY.replace(month=4, day=3))
    read(client, f"{here}another-day/decide/", status=404)


def test_the_list_is_narrowed_to_a_team_and_to_what_asked(client):
    me = signed_in(client, Role.FINANCE)
    ours, theirs = ActionFactory(source="risks.risk:RSK-2026-001"), ActionFactory()
    RoleHoldingFactory(holder=ours.owner, role=Role.FINANCE)
    team_with(me, ours.owner)

    team = read(client, f"{LIST}?whose=team")
    risks = read(client, f"{LIST}?whose=all&source=risks.risk:")
    words = read(client, f"{LIST}?whose=all&source=none")

    assert (str(ours) in team, str(theirs) in team) == (True, False)
    assert (str(ours) in risks, str(theirs) in risks) == (True, False)
    assert (str(ours) in words, str(theirs) in words) == (False, True)
    assert Action.objects.filter(owner=me).count() == 0
