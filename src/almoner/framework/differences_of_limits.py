"""What differs between the approval limits of one matter in two frameworks, in words."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from .contents import Framework
from .limits import Limit
from .wording import offices_in_words, quoted


def changes_of_limits(before: Framework, after: Framework, matter: str) -> Iterator[str]:
    """A sentence for each limit of a matter that was raised, lowered, added or taken out."""
    title = quoted(str(after.matter_called(matter) or before.matter_called(matter) or matter))
    old = [limit for limit in before.limits if limit.matter == matter]
    new = [limit for limit in after.limits if limit.matter == matter]
    for was, limit in _pairs(old, new):
        yield from _changes(title, before, was, after, limit)
    yield from (
        _("%(matter)s: taken out: %(limit)s, by %(offices)s.")
        % {"matter": title, "limit": limit, "offices": offices_in_words(before, limit)}
        for limit in old
    )
    yield from (
        _("%(matter)s: added: %(limit)s, by %(offices)s.")
        % {"matter": title, "limit": limit, "offices": offices_in_words(after, limit)}
        for limit in new
    )


def _pairs(old: list[Limit], new: list[Limit]) -> Iterator[tuple[Limit, Limit]]:
    """The limits that are one another's successor, taken out of both lists: first those that hold
    for the same values, then those that name the same offices.
    """
    for alike in (_same_values, _same_offices):
        for was in [*old]:
            limit = next((one for one in new if alike(was, one)), None)
            if limit is not None:
                old.remove(was)
                new.remove(limit)
                yield was, limit


def _same_values(one: Limit, other: Limit) -> bool:
    return (one.at_least, one.below, one.when) == (other.at_least, other.below, other.when)


def _same_offices(one: Limit, other: Limit) -> bool:
    return (one.steps, one.when) == (other.steps, other.when)


def _changes(
    title: str, before: Framework, was: Limit, after: Framework, limit: Limit
) -> Iterator[str]:
    offices = offices_in_words(after, limit)
    facts = {"matter": title, "limit": limit, "offices": offices}
    if was.steps != limit.steps:
        yield _("%(matter)s, %(limit)s: %(offices)s approve it; before, %(before)s.") % {
            **facts,
            "before": offices_in_words(before, was),
        }
    if was.below != limit.below:
        yield _moved(was.below, limit.below) % {**facts, **_amounts(was.below, limit.below)}
    if was.at_least != limit.at_least:
        yield _("%(matter)s: %(offices)s approve from %(becomes)s; before, from %(was)s.") % {
            **facts,
            **_amounts(was.at_least, limit.at_least),
        }
    if was.confirmed != limit.confirmed:
        yield _confirmed(limit) % facts


def _moved(was: int | None, becomes: int | None) -> str:
    if becomes is None:
        return _(
            "%(matter)s: the limit of %(offices)s, below %(was)s until now, has no end any more."
        )
    if was is None:
        return _("%(matter)s: %(offices)s, without a limit until now, approve below %(becomes)s.")
    if becomes > was:
        return _("%(matter)s: the limit of %(offices)s is raised from %(was)s to %(becomes)s.")
    return _("%(matter)s: the limit of %(offices)s is lowered from %(was)s to %(becomes)s.")


def _amounts(was: int | None, becomes: int | None) -> dict[str, str]:
    amounts: Sequence[tuple[str, int | None]] = [("was", was), ("becomes", becomes)]
    return {name: f"£{amount:,}" for name, amount in amounts if amount is not None}


def _confirmed(limit: Limit) -> str:
    if limit.confirmed:
        return _("%(matter)s, %(limit)s: the body has confirmed it.")
    return _("%(matter)s, %(limit)s: the body has yet to confirm it.")
