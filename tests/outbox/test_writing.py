import pytest
from django.core import mail

from almoner.outbox.delivery import deliver
from almoner.outbox.states import DeliveryState, Trouble
from almoner.outbox.topics import Topic, topics
from almoner.outbox.writing import Letter, declare_writer, letter_of, writers
from tests.factories import NOON, message

pytestmark = pytest.mark.django_db
LATE = Topic("written-late", "Word of the day", is_written_late=True)


@pytest.fixture
def says(settings, monkeypatch):
    """What the writer of a topic has to say, which a test may change."""
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    said = {"now": Letter("Today", "It rains", {"List-Unsubscribe": "<https://e.test/>"})}
    monkeypatch.setitem(topics, LATE.code, LATE)
    monkeypatch.setitem(writers, LATE.code, lambda _message: said["now"])
    return said


def test_a_message_written_late_says_what_is_so_when_it_is_sent(says):
    queued = message(topic=LATE.code, subject="", body="")
    says["now"] = Letter("Tomorrow", "It shines", {"List-Unsubscribe": "<https://e.test/>"})

    delivery = deliver(queued, at=NOON)

    (letter,) = mail.outbox
    assert (letter.subject, letter.body) == ("Tomorrow", "It shines")
    assert letter.extra_headers["List-Unsubscribe"] == "<https://e.test/>"
    assert str(queued) in letter.extra_headers["Message-ID"]
    assert delivery.state == DeliveryState.SENT
    queued.refresh_from_db()
    assert queued.body == ""


def test_a_message_with_nothing_left_to_say_is_dropped(says):
    says["now"] = None

    delivery = deliver(message(topic=LATE.code, subject="", body=""), at=NOON)

    assert mail.outbox == []
    assert (delivery.state, delivery.trouble) == (DeliveryState.DROPPED, Trouble.NOTHING_TO_SAY)
    assert deliver(delivery.message, at=NOON) is None


def test_any_other_message_says_what_was_queued():
    assert letter_of(message(body="As it was")).body == "As it was"


def test_only_one_writes_the_messages_of_a_topic(says):
    with pytest.raises(ValueError, match="Two write"):
        declare_writer(LATE.code)(lambda _message: None)
