"""Digests by choice: chosen by oneself, written of what is due at that moment, and previewed."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from almoner.accounts.roles import Role
from almoner.actions.operations import open_action
from almoner.core.models import Event
from almoner.outbox.delivery import deliver
from almoner.outbox.models import DigestChoice, Message
from almoner.outbox.operations import choose_digest
from almoner.outbox.reminders import remind_everyone
from almoner.outbox.rhythms import DigestRhythm
from almoner.outbox.states import DeliveryState
from tests.factories import DAY, NOON, RoleHoldingFactory, official
from tests.web.public.published import body_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/workspace/digest/"


@pytest.fixture(autouse=True)
def _noon(settings):
    settings.ADDRESS = "https://almoner.body.test"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(NOON, tick=False):
        yield


def action(owner, what, **fields):
    said = {"due_on": DAY, "source": "commissions.commission:COM-2026-014"} | fields
    verifier = official(Role.APPROVER)
    return open_action(what, owner=owner, verifier=verifier, by=verifier, at=NOON, **said)


def read(client, address=PAGE):
    response = client.get(address)
    assert response.status_code == 200
    return body_of(response)


def test_a_person_chooses_and_reads_what_it_would_say_now(client):
    me = signed_in(client, "commissioning-officer")
    made = action(me, "Ring the refuge", due_on=DAY + timedelta(days=3))
    action(me, "Far away", due_on=DAY + timedelta(days=30))

    before = read(client)
    answer = client.post(PAGE, {"rhythm": "weekly"})

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert f"- Do what you took on: {made} (7 March 2026)" in before
    assert f"https://almoner.body.test/workspace/actions/{made}/" in before
    assert ("Ring the refuge" in before, "Far away" in before) == (True, False)
    assert DigestChoice.objects.get().rhythm == DigestRhythm.WEEKLY
    (line,) = Event.objects.filter(kind="digest.chosen")
    assert (line.actor, line.facts) == (me.actor, {"rhythm": "weekly"})


def test_nothing_due_is_said_and_a_wrong_choice_told(client):
    signed_in(client, "auditor")

    assert "Nothing: it would not be sent" in read(client)
    refused = client.post(PAGE, {"rhythm": "hourly"})
    assert "There is a problem" in body_of(refused)
    assert not DigestChoice.objects.exists()


def test_a_digest_says_what_is_due_when_it_is_sent_and_keeps_no_word():
    me = official(Role.COMMISSIONING_OFFICER)
    choose_digest(DigestRhythm.WORKING_DAYS, by=me, at=NOON)
    action(me, "Ring the refuge")
    secret = action(me, "Move the women", is_restricted=True)
    assert remind_everyone(at=NOON) == 1
    later = action(me, "Said after it was queued")

    message = Message.objects.get(to_actor=me.actor)
    delivery = deliver(message, at=NOON)

    (letter,) = mail.outbox
    assert (delivery.state, letter.to) == (DeliveryState.SENT, [me.email])
    assert letter.subject == "Due on 4 March 2026: 3"
    for said in ("Ring the refuge", str(secret), f"{later}", "Said after it was queued"):
        assert said in letter.body
    assert "Move the women" not in letter.body
    assert message.body == ""


def test_a_deputy_is_told_of_what_is_due_to_whom_they_stand_in_for():
    owner, deputy = official(Role.COMMISSIONING_OFFICER), official(Role.AUDITOR)
    RoleHoldingFactory(
        holder=deputy, role=Role.COMMISSIONING_OFFICER, in_place_of=owner, valid_to=DAY
    )
    choose_digest(DigestRhythm.WORKING_DAYS, by=deputy, at=NOON)
    action(owner, "Ring the refuge")
    remind_everyone(at=NOON)

    deliver(Message.objects.get(to_actor=deputy.actor), at=NOON)

    assert "Ring the refuge" in mail.outbox[0].body


def test_nobody_is_sent_what_is_done_by_then_nor_after_they_left():
    me, gone = (official(Role.COMMISSIONING_OFFICER) for _n in range(2))
    for one in (me, gone):
        choose_digest(DigestRhythm.WORKING_DAYS, by=one, at=NOON)
    action(gone, "Ring the refuge")
    remind_everyone(at=NOON)
    message = Message.objects.get(to_actor=gone.actor)

    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        message.to_actor = "person:PER-GONE"
        from almoner.web.workspace.digest_letters import digest_of

        assert digest_of(message) is None
        message.to_actor = me.actor
        assert digest_of(message) is None
