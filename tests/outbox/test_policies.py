import pytest

from almoner.accounts.roles import Role
from almoner.outbox import policies
from almoner.outbox.mail import ACCOUNT
from almoner.outbox.models import digest_of_text
from almoner.outbox.queries import messages_visible_to
from almoner.outbox.topics import Topic, declare_topic, topics
from tests.factories import DAY, UserFactory, message, official
from tests.outbox.table import ACCOUNT as ACCOUNT_WORD
from tests.outbox.table import FORGOTTEN, LATE, READER, REMINDER, ROWS, SECRET, SENDER

pytestmark = pytest.mark.django_db

WORD = Topic("account-word", "Word of an account", is_account=True)
NEWS = Topic("news", "What is new", is_written_late=True)
SITUATIONS = {
    REMINDER: {"topic": "reminder"},
    SECRET: {"topic": ACCOUNT.code},
    ACCOUNT_WORD: {"topic": WORD.code},
    LATE: {"topic": NEWS.code},
    FORGOTTEN: {"topic": ACCOUNT.code, "body": "", "body_digest": digest_of_text("the link")},
}


@pytest.fixture(autouse=True)
def _word_of_an_account(monkeypatch):
    for topic in (WORD, NEWS):
        monkeypatch.setitem(topics, topic.code, topic)


def somebody(who):
    return official(who) if who in Role.values else UserFactory()


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = somebody(who)
    party = {READER: {"to_actor": person.actor}, SENDER: {"queued_by": person.actor}}
    thing = message(**SITUATIONS[situation], **party.get(who, {}))

    verdict = getattr(policies, policy)(person, thing, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason


@pytest.mark.parametrize(
    ("who", "visible"), [(Role.ADMINISTRATOR, 3), (Role.AUDITOR, 3), (Role.PUBLISHER, 2)]
)
def test_messages_visible_to_somebody_without_oversight_are_theirs(who, visible):
    person = official(who)
    message(to_actor=person.actor)
    message(queued_by=person.actor)
    message()

    assert messages_visible_to(person, on=DAY).count() == visible


def test_two_topics_cannot_share_a_code():
    with pytest.raises(ValueError, match="Two topics are called 'account'"):
        declare_topic(Topic("account", "Something else"))
