"""What asks for actions and has a say in them. Higher rooms declare theirs, by kind of thing; this
room knows none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db.models import Q

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict

from .models import Action

Asked: TypeAlias = Callable[[User, Action, date], Verdict]
Seen: TypeAlias = Callable[[User, date], Q]
Opened: TypeAlias = Callable[[User, str, date], Verdict]


def nothing_more(_user: User, _action: Action, _on: date) -> Verdict:
    return ALLOWED


def opened_by_anybody(_user: User, _source: str, _on: date) -> Verdict:
    return ALLOWED


def seen_by_nobody(_user: User, _on: date) -> Q:
    return Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Asking:
    """What a kind of thing wants of the actions that it asked for.

    `may_open`, `may_finish` and `may_verify` are asked beside this room's own policies. Whoever
    holds one of `verifiers` may verify, not only who is named. `has_own_page` says that these
    actions are done and verified where the thing is seen: what is due leads there. `seen` says
    which of its actions somebody may read who neither reads all nor is named in them, such as a
    member of a board; `closed` which ones are closed to them whatever their role, unless they are
    named.
    """

    may_open: Opened = opened_by_anybody
    may_finish: Asked = nothing_more
    may_verify: Asked = nothing_more
    verifiers: frozenset[Role] = frozenset()
    has_own_page: bool = False
    seen: Seen = seen_by_nobody
    closed: Seen = seen_by_nobody


_declared: dict[str, Asking] = {}
PLAIN = Asking()


def declare_asking(label: str, asking: Asking) -> None:
    """Make known what things of a kind want, by the kind's name in the ledger."""
    _declared[label] = asking


def asking_of(source: str) -> Asking:
    """What the thing of this name in the ledger wants of its actions."""
    return _declared.get(source.partition(":")[0], PLAIN)


def seen_by_source(user: User, *, on: date) -> Q:
    """Actions that somebody may read because of what asked for them."""
    seen = seen_by_nobody(user, on)
    for asking in _declared.values():
        seen |= asking.seen(user, on)
    return seen


def closed_by_source(user: User, *, on: date) -> Q:
    """Actions that are closed to somebody because of what asked for them."""
    closed = seen_by_nobody(user, on)
    for asking in _declared.values():
        closed |= asking.closed(user, on)
    return closed


def is_closed_to(user: User, action: Action, *, on: date) -> bool:
    """Whether one is: asked of the database only where its source closes any."""
    closed = asking_of(action.source).closed
    if closed is seen_by_nobody:
        return False
    return Action.objects.filter(closed(user, on), pk=action.pk).exists()
