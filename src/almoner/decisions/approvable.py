"""What an approval binds of a decision about no case: what it says, and what it is worth."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from almoner.core.approvable import Fact, declare_snapshot
from almoner.core.references import name_of

from .queries import decisions_about_no_case

LABEL = "decisions.decision:"


@declare_snapshot
def facts_of_decisions(names: Collection[str]) -> Mapping[str, Sequence[Fact]]:
    found = decisions_about_no_case(
        [name.removeprefix(LABEL) for name in names if name.startswith(LABEL)]
    )
    return {
        name_of(one): [
            Fact("text", _("The text, by its SHA-256"), one.current.digest),
            Fact("value", _("Value"), f"£{one.current.value or 0:,.2f}"),
        ]
        for one in found
        if one.current
    }
