"""What asks for actions and has a say in them. Higher rooms declare theirs, by kind of thing; this
room knows none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict

from .models import Action

Asked: TypeAlias = Callable[[User, Action, date], Verdict]


def nothing_more(_user: User, _action: Action, _on: date) -> Verdict:
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Asking:
    """What a kind of thing wants of the actions that it asked for.

    `may_finish` and `may_verify` are asked beside this room's own policies. Whoever holds one of
    `verifiers` may verify, not only who is named. `has_own_page` says that these actions are done
    and verified where the thing is seen: what is due leads there.
    """

    may_finish: Asked = nothing_more
    may_verify: Asked = nothing_more
    verifiers: frozenset[Role] = frozenset()
    has_own_page: bool = False


_declared: dict[str, Asking] = {}
PLAIN = Asking()


def declare_asking(label: str, asking: Asking) -> None:
    """Make known what things of a kind want, by the kind's name in the ledger."""
    _declared[label] = asking


def asking_of(source: str) -> Asking:
    """What the thing of this name in the ledger wants of its actions."""
    return _declared.get(source.partition(":")[0], PLAIN)
