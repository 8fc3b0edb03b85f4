"""What of the funds somebody approves with a thing: how much it takes of each line."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from almoner.core.approvable import Fact, declare_snapshot

from .models import Entry
from .queries import Use, uses_in


@declare_snapshot
def money_for(names: Collection[str]) -> dict[str, list[Fact]]:
    """By thing, what is planned for it or already further on its way: to commit, to pay and to get
    back changes nothing of what somebody approved.
    """
    found: dict[str, list[Fact]] = {}
    for use in uses_in(Entry.objects.filter(what_for__in=names)):
        taken = use.planned + use.committed + use.due + use.paid + use.recovered
        if taken:
            found.setdefault(use.what_for, []).append(_fact(use, f"£{taken:,.2f}"))
    return found


def _fact(use: Use, amount: str) -> Fact:
    line = use.line
    title = _("From %(line)s") % {"line": line.called}
    return Fact(f"money-{line}", title, amount)
