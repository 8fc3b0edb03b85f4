from datetime import timedelta

import pytest
import time_machine

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.actions.states import ActionState
from tests.accounts.factories import team_with
from tests.actions.factories import ActionFactory, DoneActionFactory
from tests.factories import DAY, NOON, official
from tests.risks.factories import risk
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/actions/"
YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def me(client):
    return signed_in(client, Role.COMMISSIONING_OFFICER)


def of(action, verb=""):
    return f"{LIST}{action}/{verb}"


def test_the_list_begins_with_what_is_mine_to_do(client, me):
    mine = ActionFactory(owner=me, due_on=YESTERDAY)
    to_verify = DoneActionFactory(verifier=me)
    others = ActionFactory()

    page = read(client, LIST)
    assert str(mine) in page
    assert "Overdue" in page
    assert str(to_verify) not in page
    assert str(to_verify) in read(client, f"{LIST}?whose=verify")
    assert str(others) in read(client, f"{LIST}?whose=all")
    assert str(mine) not in read(client, f"{LIST}?state=verified")
    assert str(mine) in read(client, f"{LIST}overdue/")


def test_lists_ask_as_much_of_the_database_for_many_as_for_one(client, me):
    action = ActionFactory(owner=me)
    read(client, LIST)
    few = [queries_of(client, LIST), queries_of(client, of(action))]

    ActionFactory.create_batch(5, owner=me)

    assert [queries_of(client, LIST), queries_of(client, of(action))] == few


def test_an_action_is_opened_for_a_risk_done_sent_back_and_verified(client, me):
    verifier, source = official(Role.FINANCE), f"risks.risk:{risk()}"
    said = {"what": "Find another provider", "owner": me, "verifier": verifier}
    said |= {"due_on_day": "4", "due_on_month": "4", "due_on_year": "2026"}
    address = f"{LIST}new/?source={source}"
    assert "RSK-2025-" in read(client, address)

    answer = client.post(address, {**said, "owner": me.reference, "verifier": verifier.reference})

    action = Action.objects.get()
    assert (answer["Location"], action.source) == (of(action), source)
    assert "It is done" in read(client, of(action))
    client.post(of(action, "progress/"), {"text": "Asked two"})
    client.post(of(action, "done/"), {"text": "One agreed"})
    client.force_login(verifier, backend="django.contrib.auth.backends.ModelBackend")
    client.post(of(action, "send-back/"), {"text": "Where is the letter?"})
    action.refresh_from_db()
    assert action.state == ActionState.OPEN
    page = read(client, of(action))
    assert all(word in page for word in ("Asked two", "One agreed", "Where is the letter?"))


def test_mistakes_are_said_beside_what_is_to_be_mended(client, me):
    action = ActionFactory(owner=official(Role.FINANCE), verifier=me)
    day = {"due_on_day": "1", "due_on_month": "1", "due_on_year": "2026"}

    moved = body_of(client.post(of(action, "move/"), {"text": "Late", **day}))
    over = {"owner": me.reference, "verifier": me.reference, "text": "Leave"}
    handed = body_of(client.post(of(action, "hand-over/"), over))

    assert "This day has passed. Give one to come." in moved
    assert "Name somebody other than who does it." in handed
    read(client, f"{LIST}new/?source=nonsense", status=404)
    read(client, f"{LIST}new/?source=nobody.reads:ABC-1", status=403)


def test_a_restricted_action_is_not_shown_and_that_somebody_asked_is_noted(client, me):
    secret = ActionFactory(is_restricted=True, what="A refuge moves")

    page = read(client, of(secret), status=403)

    assert "A refuge moves" not in page + read(client, f"{LIST}?whose=all")
    assert AccessEntry.objects.get(about=f"actions.action:{secret}").outcome == "refused"


def test_my_teams_are_those_that_i_am_in_and_the_list_names_them(client, me):
    amara = official(Role.ADMINISTRATOR, name="Amara Cole")
    eve, frank = official(Role.FINANCE), official(Role.COMMISSIONING_OFFICER)
    theirs, others = ActionFactory(owner=eve), ActionFactory(owner=frank)
    secret = ActionFactory(owner=eve, is_restricted=True)
    mine, address = ActionFactory(owner=me), f"{LIST}?whose=team"

    none = read(client, address)
    assert "You are in no team" in none
    assert str(mine) not in none
    assert amara.name in none
    team_with(me, eve, name="Grants")
    team_with(me, name="Contracts")

    page = read(client, address)
    assert all(words in page for words in ("Grants", "Contracts", str(theirs), str(mine)))
    assert str(others) not in page  # sharing a role makes no team
    assert str(secret) not in page


def test_whoever_reads_few_actions_reads_no_more_because_a_colleague_owns_them(client):
    outsider = signed_in(client, Role.MEMBER)
    colleague = official(Role.FINANCE)
    team_with(colleague, lead=outsider, name="Grants")
    theirs, shared = (
        ActionFactory(owner=colleague),
        ActionFactory(owner=colleague, verifier=outsider),
    )

    page = read(client, f"{LIST}?whose=team")

    assert "Grants" in page
    assert str(shared) in page
    assert str(theirs) not in page
    read(client, of(theirs), status=403)
