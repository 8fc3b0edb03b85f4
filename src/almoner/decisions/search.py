"""Decisions as the index finds them: by number, title and part 1. Whose part 1 is out, by anyone;
others by officials and, where the case is restricted, by the auditor alone.

Part 2 and the reason of a deferral are in no entry.
"""

from collections.abc import Iterator

from almoner.core.moments import day_of
from almoner.search.audiences import AUDITORS, OFFICIALS, PUBLIC
from almoner.search.models import Entry
from almoner.search.operations import index_entries
from almoner.search.sources import declare_entries

from .models import Decision, DecisionText
from .queries import decisions

DECISION = Decision._meta.label_lower
CHUNK = 500


def entry_of_decision(decision: Decision) -> Entry:
    """The entry of a decision, by its newest text: that of a signed one is what was signed."""
    text = decision.current
    title = text.title if text else ""
    return Entry(
        kind=DECISION,
        reference=decision.reference,
        object_pk=decision.pk,
        audience=audience_of_decision(decision),
        title=": ".join(filter(None, [decision.number, title]))[:300],
        text=" ".join(filter(None, _part_one(text))) if text else "",
        happened_on=day_of(decision.settled_at or decision.begun_at),
    )


def audience_of_decision(decision: Decision) -> str:
    if decision.published_at is not None:
        return PUBLIC
    return AUDITORS if decision.is_restricted else OFFICIALS


def _part_one(text: DecisionText) -> list[str]:
    said = [text.summary, *text.recommendations, text.background, text.considerations]
    return [*said, text.plan, text.papers]


def index_decision(reference: str) -> None:
    index_entries([entry_of_decision(decisions().get(reference=reference))])


def index_decisions_of(case: str) -> None:
    """Those about a case: whoever finds them follows from who sees it."""
    found = decisions().filter(commission__reference=case)
    index_entries([entry_of_decision(one) for one in found])


@declare_entries(DECISION)
def entries_of_decisions() -> Iterator[Entry]:
    for decision in decisions().order_by("pk").iterator(chunk_size=CHUNK):
        yield entry_of_decision(decision)
