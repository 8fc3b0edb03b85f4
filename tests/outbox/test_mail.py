import pytest
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail

from almoner.core.models import Event
from almoner.outbox.mail import ABOUT_HEADER, TOPIC_HEADER
from almoner.outbox.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _backend(settings):
    settings.EMAIL_BACKEND = "almoner.outbox.mail.OutboxBackend"


def test_mail_of_other_peoples_code_becomes_a_message_that_is_secret():
    reader = UserFactory(email="Lena@example.test")

    assert send_mail("Your link", "https://example.test/key", None, ["lena@example.test"]) == 1

    written = Message.objects.get()
    assert (written.topic, written.to_actor) == ("account", reader.actor)
    assert (written.subject, written.body) == ("Your link", "https://example.test/key")
    assert written.queued_by == "system:sign-in"
    assert Event.objects.get().facts["topic"] == "account"


def test_mail_to_two_becomes_two_messages_with_the_topic_its_header_says():
    mail = EmailMultiAlternatives(
        "Due",
        "Do it",
        None,
        ["a@example.test"],
        bcc=["b@example.test"],
        connection=get_connection(),
    )
    mail.extra_headers = {TOPIC_HEADER: "reminder", ABOUT_HEADER: "sample.thing:THI-1"}

    mail.send()

    assert sorted(Message.objects.values_list("address", "topic", "about")) == [
        ("a@example.test", "reminder", "sample.thing:THI-1"),
        ("b@example.test", "reminder", "sample.thing:THI-1"),
    ]


def test_mail_to_nobody_is_no_message():
    assert send_mail("Due", "Do it", None, []) == 0
    assert not Message.objects.exists()
