import pytest
from django.urls import reverse

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.accounts.states import AccessOutcome
from almoner.outbox.mail import ACCOUNT
from almoner.outbox.models import Delivery, Message
from almoner.outbox.states import DeliveryState, Trouble
from tests.factories import message, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db


def sign_in(client, *roles):
    person = official(*roles)
    client.force_login(person)
    return person


def see(client, shown):
    return client.get(reverse("workspace:message", args=[shown]))


def test_outbox_shows_an_administrator_where_each_message_went(client):
    shown = message(address="lena@example.test")
    sign_in(client, Role.ADMINISTRATOR)

    response = client.get(reverse("workspace:outbox"))

    assert response.status_code == 200
    for words in (shown.reference, "lena@example.test", "What is due", "Waiting"):
        assert words in response.text


def test_outbox_shows_an_auditor_no_address(client):
    message(address="lena@example.test")
    sign_in(client, Role.AUDITOR)

    response = client.get(reverse("workspace:outbox"))

    assert "Not shown" in response.text
    assert "lena@example.test" not in response.text


def test_outbox_shows_others_only_their_own(client):
    person = sign_in(client, Role.PUBLISHER)
    mine, others = message(to_actor=person.actor), message()

    response = client.get(reverse("workspace:outbox"))

    assert mine.reference in response.text
    assert others.reference not in response.text


def test_outbox_can_be_narrowed_to_a_state(client):
    failed, sent = message(state=DeliveryState.FAILED), message(state=DeliveryState.SENT)
    sign_in(client, Role.ADMINISTRATOR)

    response = client.get(reverse("workspace:outbox"), {"state": "failed"})

    assert failed.reference in response.text
    assert sent.reference not in response.text


def test_outbox_says_so_when_there_is_none(client):
    sign_in(client, Role.PUBLISHER)

    assert "No messages" in client.get(reverse("workspace:outbox")).text


def test_outbox_asks_as_many_questions_for_many_as_for_one(client, django_assert_max_num_queries):
    sign_in(client, Role.ADMINISTRATOR)
    message()
    with django_assert_max_num_queries(12) as one:
        client.get(reverse("workspace:outbox"))

    for _number in range(60):
        message()
    with django_assert_max_num_queries(len(one)):
        response = client.get(reverse("workspace:outbox"))
    assert response.text.count("/workspace/outbox/MSG-") == 50


def test_message_shows_its_reader_the_exact_text(client):
    person = sign_in(client, Role.PUBLISHER)
    shown = message(to_actor=person.actor, subject="Due today", body="First\n\n  <second>")

    response = see(client, shown)

    assert response.status_code == 200
    assert "First\n\n  &lt;second&gt;" in response.text
    assert "Due today" in response.text


def test_message_keeps_a_sign_in_link_from_everyone(client):
    person = sign_in(client, Role.ADMINISTRATOR)
    shown = message(topic=ACCOUNT.code, to_actor=person.actor, body="https://example.test/key")

    response = see(client, shown)

    assert "https://example.test/key" not in response.text
    assert "only its addressee sees it" in response.text


def test_message_of_others_is_not_there(client):
    sign_in(client, Role.PUBLISHER)

    assert see(client, message()).status_code == 404


def test_message_says_why_it_was_not_sent_and_offers_to_send_it_again(client):
    failed = message(state=DeliveryState.FAILED)
    with arranging():
        Delivery.objects.update(trouble=Trouble.ADDRESS_REFUSED)
    sign_in(client, Role.ADMINISTRATOR)

    response = see(client, failed)

    assert "The mail server refuses the address" in response.text
    assert reverse("workspace:send-message-again", args=[failed]) in response.text


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.SENDING, "cancelled"])
def test_message_offers_nothing_where_nothing_can_be_done(client, state):
    sign_in(client, Role.ADMINISTRATOR)

    response = see(client, message(state=state))

    assert "Send again" not in response.text
    assert "Cancel this message" not in response.text


def test_send_again_queues_it_and_says_so(client):
    failed = message(state=DeliveryState.FAILED)
    sign_in(client, Role.ADMINISTRATOR)

    response = client.post(reverse("workspace:send-message-again", args=[failed]), follow=True)

    assert "waiting to be sent again" in response.text
    assert Message.objects.get().delivery.state == DeliveryState.QUEUED


def test_send_again_of_what_was_sent_is_a_conflict(client):
    sent = message(state=DeliveryState.SENT)
    sign_in(client, Role.ADMINISTRATOR)

    assert client.post(reverse("workspace:send-message-again", args=[sent])).status_code == 409


def test_send_again_is_refused_with_the_policys_reason(client):
    failed = message(state=DeliveryState.FAILED)
    sign_in(client, Role.AUDITOR)

    response = client.post(reverse("workspace:send-message-again", args=[failed]))

    assert response.status_code == 403
    assert "Only an administrator may send a message again." in response.text


def test_cancel_keeps_it_from_being_sent_and_says_so(client):
    waiting = message()
    sign_in(client, Role.ADMINISTRATOR)

    response = client.post(reverse("workspace:cancel-message", args=[waiting]), follow=True)

    assert "will not be sent" in response.text
    assert Message.objects.get().delivery.state == DeliveryState.CANCELLED


@pytest.mark.parametrize("route", ["workspace:send-message-again", "workspace:cancel-message"])
def test_nothing_is_done_by_following_a_link(client, route):
    sign_in(client, Role.ADMINISTRATOR)

    assert client.get(reverse(route, args=[message()])).status_code == 405


def test_reading_what_was_said_to_somebody_else_is_noted(client):
    person = sign_in(client, Role.PUBLISHER)
    others, mine = message(queued_by=person.actor), message(to_actor=person.actor)

    for shown in (others, mine):
        assert "due to you" in see(client, shown).text

    entry = AccessEntry.objects.get(outcome=AccessOutcome.ALLOWED)
    assert (entry.who, entry.about) == (person.actor, f"outbox.message:{others}")


def test_coming_to_a_closed_door_is_noted(client):
    person = sign_in(client, Role.PUBLISHER)

    assert client.get(reverse("workspace:ledger")).status_code == 403

    entry = AccessEntry.objects.get(outcome=AccessOutcome.REFUSED)
    assert (entry.who, entry.about) == (person.actor, "page:/workspace/ledger/")
