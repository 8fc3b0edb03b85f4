"""What officials owe: to say which organisations are one."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import ngettext

from almoner.core.due import Due, Worker, declare_unrecorded_due

from .likenesses import undecided_likenesses
from .models import Likeness
from .policies import DECIDERS

QUEUE = f"{Likeness._meta.label_lower}:"  # all of them: the page lists them


@declare_unrecorded_due
def likenesses_to_decide(worker: Worker, _on: date) -> Iterator[Due]:
    """One line, with how many there are, for whoever may decide."""
    if worker.roles & DECIDERS and (count := undecided_likenesses().count()):
        what = ngettext(
            "Say whether organisations are the same: %(count)d to decide",
            "Say whether organisations are the same: %(count)d to decide",
            count,
        )
        yield Due(QUEUE, what % {"count": count}, "decide")
