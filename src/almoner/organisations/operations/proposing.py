"""Proposing: what people should look at is written down, once, so that a page need only list it.

It proves nothing and can be proposed again, so it is bookkeeping; what people decide is not.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from almoner.core.operations import bookkeeping
from almoner.organisations.groups import groups_now
from almoner.organisations.likenesses import kept_apart
from almoner.organisations.lookalikes import Key, Pair, not_asked_yet
from almoner.organisations.models import Likeness
from almoner.organisations.states import LIKENESS_LIFECYCLE, LikenessState

CHUNK = 1_000


@bookkeeping
def propose_likenesses(pairs: Iterable[Pair], *, at: datetime) -> int:
    """Propose the pairs that nobody was asked about, and say how many those were.

    What was decided stays decided, also between all that are one with either.
    """
    known: set[Key] = set(Likeness.objects.values_list("organisation", "other"))
    new = not_asked_yet(pairs, known=known, apart=kept_apart(groups_now()))
    Likeness.objects.bulk_create(
        [
            Likeness(organisation_id=first, other_id=second, basis=pair.basis, proposed_at=at)
            for pair in new
            for first, second in [pair.key]
        ],
        batch_size=CHUNK,
        ignore_conflicts=True,  # of two who propose at once, one is first
    )
    return len(new)


@bookkeeping
def ask_again(organisations: Collection[int], *, at: datetime) -> int:
    """Ask anew of these, of which a later file is in doubt, though they were found right."""
    LIKENESS_LIFECYCLE.check(LikenessState.RIGHT, LikenessState.OPEN)
    found = Likeness.objects.filter(
        organisation__in=organisations, other=None, state=LikenessState.RIGHT
    )
    return found.update(state=LikenessState.OPEN, proposed_at=at)
