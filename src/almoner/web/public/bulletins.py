"""What followers are told: out of what is public at that moment, and none of it kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core.once import reading
from almoner.followers.letters import BULLETIN
from almoner.followers.links import stopping_link
from almoner.followers.models import Follow
from almoner.followers.operations import look_through
from almoner.followers.queries import SETTLED, told_until, watch_told_by
from almoner.followers.terms import Rhythm
from almoner.outbox.models import Message
from almoner.outbox.writing import Letter, declare_writer
from almoner.web import words

from .entries import Entry
from .searches import Search, search_at
from .sources import Agreements, Copies, Decisions, Editions, Newest, Payments, Source, TakenOut

SAID_ONE_BY_ONE = 20  # rows that a message says one by one; for the rest it has a link


@dataclass(frozen=True, slots=True)
class Sum:
    """How many of one kind are new, and what they come to."""

    source: Source
    count: int
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a search between two moments."""

    search: Search
    sums: list[Sum]
    first: list[Entry]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.sums)


def news_of(follow: Follow, *, since: datetime, until: datetime) -> News | None:
    """What somebody does not know yet of their search; None if that is nothing."""
    with reading():
        search = search_at(follow.search)
        if search is None or since >= until:
            return None
        sources = [source.between(since, until) for source in search.sources]
        sums = [Sum(one, Newest(one).count(), one.amount) for one in sources]
        found = News(search, [one for one in sums if one.count], Newest(*sources)[:SAID_ONE_BY_ONE])
        return found if found.count else None


def tell_follower(follow: Follow, *, at: datetime) -> Message | None:
    """Look through somebody's search, and queue a message if anything in it is new."""
    since, until = told_until(follow), at - SETTLED
    is_news = news_of(follow, since=since, until=until) is not None
    return look_through(follow, since=since, until=until, is_news=is_news, at=at)


@declare_writer(BULLETIN.code)
def bulletin(message: Message) -> Letter | None:
    """What is new in a search, as it is public now; None if nothing of it is any more."""
    watch = watch_told_by(message)
    if watch is None or watch.until is None:
        return None
    news = news_of(watch.follow, since=watch.since, until=watch.until)
    if news is None:
        return None
    stop = stopping_link(watch.follow)
    return Letter(
        subject=_("What is new: %(title)s") % {"title": words.on_one_line(news.search.title)},
        body="\n".join(_lines(news, watch.follow, stop)),
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _lines(news: News, follow: Follow, stop: str) -> Iterator[str]:
    search = news.search
    yield _("What is new in: %(what)s") % {"what": words.on_one_line(search.in_words)}
    yield ""
    for one in news.sums:
        yield _in_words(one)
    yield ""
    for entry in news.first:
        yield f"- {words.on_one_line(entry.title)}"
        if entry.summary:
            yield f"  {words.on_one_line(entry.summary)}"
        yield f"  {entry.address}"
    more = news.count - len(news.first)
    if more:
        yield ""
        yield ngettext(
            "And %(count)d more. All of it:", "And %(count)d more. All of them:", more
        ) % {"count": more}
    else:
        yield ""
        yield _("The whole list:")
    yield f"{settings.ADDRESS}{search.page}"
    yield ""
    yield from _why(follow, stop)


def _why(follow: Follow, stop: str) -> Iterator[str]:
    said = {"body": settings.BODY_NAME, "day": words.day(follow.confirmed_at)}
    if follow.rhythm == Rhythm.DAILY:
        yield (
            _("You asked %(body)s for this on %(day)s, each day on which something is new.") % said
        )
    else:
        yield _("You asked %(body)s for this on %(day)s, once a week.") % said
    yield _("To stop, and have your address forgotten:")
    yield stop
    yield ""


def _in_words(one: Sum) -> str:
    """How many became public, and what they come to."""
    said = {"count": f"{one.count:,}", "sum": words.pounds(one.amount)}
    match one.source:
        case Payments():
            what = ngettext(
                "%(count)s payment became public: %(sum)s.",
                "%(count)s payments became public: %(sum)s in all.",
                one.count,
            )
        case Agreements():
            what = ngettext(
                "%(count)s agreement became public or was changed: %(sum)s.",
                "%(count)s agreements became public or were changed: %(sum)s in all.",
                one.count,
            )
        case Copies():
            what = ngettext(
                "%(count)s copy was published.", "%(count)s copies were published.", one.count
            )
        case Decisions():
            what = ngettext(
                "%(count)s decision was published.",
                "%(count)s decisions were published.",
                one.count,
            )
        case Editions():
            what = ngettext(
                "%(count)s edition was issued.", "%(count)s editions were issued.", one.count
            )
        case TakenOut():
            what = ngettext(
                "Rows were taken out of %(count)s edition.",
                "Rows were taken out of %(count)s editions.",
                one.count,
            )
        case _:
            raise TypeError(one.source)
    return what % said
