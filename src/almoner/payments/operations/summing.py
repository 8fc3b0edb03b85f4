"""Summing payments by the words that many of them say, so that a search for one adds up no rows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import cache

from almoner.core.batches import CHUNK
from almoner.core.models import Batch
from almoner.core.operations import bookkeeping
from almoner.payments.models import Payment, WordSum
from almoner.payments.search import words_said_by
from almoner.payments.summed_words import spend_seen

LEAST, SHARE = 100, 100  # a word is common that so many payments of a batch say, one in a hundred
MOST = 500  # words
NOTHING = ("", 0, Decimal("0.00"))


def keep_word_sums() -> int:
    """Sum each live batch by every word that is common in any, and say how many sums were made.

    What is summed already stays. Payments are read outside any transaction, since that takes long.
    """
    batches = list(spend_seen().order_by("pk"))
    known = {batch: _words_summed(batch) for batch in batches}
    words = set[str]().union(*known.values())
    for batch in (batch for batch in batches if not known[batch]):
        words |= set(_common_words(batch)[: max(0, MOST - len(words))])
    return sum(_keep(batch, words - known[batch]) for batch in batches if words - known[batch])


@bookkeeping
def forget_word_sums() -> None:
    """Let all sums go, such as before the index is made again."""
    WordSum.objects.all().delete()


def _words_summed(batch: Batch) -> set[str]:
    return set(WordSum.objects.filter(batch=batch).values_list("word", flat=True).distinct())


def _common_words(batch: Batch) -> list[str]:
    """The commonest first."""
    tally: Counter[str] = Counter()
    count = 0
    for _payment, words in _said(batch):
        tally.update(words)
        count += 1
    least = max(LEAST, count // SHARE)
    return [word for word, found in tally.most_common(MOST) if found >= least]


def _said(batch: Batch) -> Iterator[tuple[Payment, set[str]]]:
    """Each payment of a batch, and its words as the index knows them."""
    for payment in Payment.objects.filter(batch=batch).iterator(chunk_size=CHUNK):
        yield payment, words_said_by(payment)


def _keep(batch: Batch, words: Collection[str]) -> int:
    sums = _summed(batch, words)
    _write(batch, sums)
    return len(sums)


def _summed(batch: Batch, words: Collection[str]) -> list[tuple[str, str, int, Decimal]]:
    """By word and month: of payments that say it, or a word that begins with it, as a search for it
    finds them.
    """

    @cache
    def beginnings(word: str) -> list[str]:
        return [word[:end] for end in range(1, len(word) + 1) if word[:end] in words]

    sums: defaultdict[tuple[str, str], tuple[int, Decimal]] = defaultdict(lambda: NOTHING[1:])
    for payment, said in _said(batch):
        for word in {one for each in said for one in beginnings(each)}:
            count, amount = sums[word, payment.month]
            sums[word, payment.month] = count + 1, amount + payment.amount
    nobody_says = set(words) - {word for word, _month in sums}
    return [
        *((word, month, *sum_) for (word, month), sum_ in sums.items()),
        *((word, *NOTHING) for word in nobody_says),
    ]


@bookkeeping
def _write(batch: Batch, sums: Collection[tuple[str, str, int, Decimal]]) -> None:
    WordSum.objects.bulk_create(
        [
            WordSum(batch=batch, word=word, month=month, count=count, amount=amount)
            for word, month, count, amount in sums
        ],
        batch_size=CHUNK,
        ignore_conflicts=True,  # two workers that sum the same come to the same
    )
