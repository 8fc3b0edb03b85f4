"""Topics: what messages are about. Apps declare theirs; the ledger knows messages by them."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise

from almoner.core.events import BadFact, Shape


@dataclass(frozen=True, slots=True)
class Topic:
    """What a message is about.

    `is_secret`: its text lets whoever reads it in, so nobody reads it here, and it is forgotten.
    `is_passing`: it is no evidence of anything, so its text is forgotten, too.
    `is_account`: it is about somebody's account, so an administrator may read it.
    `is_written_late`: it is written when it is sent, and not kept (see `writing`).
    """

    code: str
    title: str | Promise
    is_secret: bool = False
    is_passing: bool = False
    is_account: bool = False
    is_written_late: bool = False


topics: dict[str, Topic] = {}


def declare_topic(topic: Topic) -> Topic:
    """Make a topic known. Raises ValueError when another has its code."""
    if topics.setdefault(topic.code, topic) != topic:
        raise ValueError(f"Two topics are called {topic.code!r}")
    return topic


def secret_topics() -> list[str]:
    return [topic.code for topic in topics.values() if topic.is_secret]


def passing_topics() -> list[str]:
    return [topic.code for topic in topics.values() if topic.is_passing or topic.is_secret]


def account_topics() -> list[str]:
    return [topic.code for topic in topics.values() if topic.is_account and not topic.is_secret]


def topics_written_late() -> list[str]:
    return [topic.code for topic in topics.values() if topic.is_written_late]


class TopicCode(Shape):
    """The code of a declared topic: a closed list, though one that grows with the apps."""

    def write(self, fact: object) -> str:
        code = super().write(fact)
        if code not in topics:
            raise BadFact(f"{code!r} is not a declared topic")
        return code


TOPIC = TopicCode("code of a declared topic", re.compile(r"[a-z][a-z0-9-]{0,39}"))
