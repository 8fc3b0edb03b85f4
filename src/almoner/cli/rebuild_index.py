"""`almoner rebuild-index`: makes the search index again, from what it is about."""

from argparse import ArgumentParser, Namespace

from almoner.payments.operations import forget_word_sums, keep_word_sums
from almoner.payments.search import PAYMENT
from almoner.search.operations import rebuild_index, rebuild_vocabulary
from almoner.search.sources import sources


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "kinds",
        nargs="*",
        metavar="KIND",
        help=f"all of them, or some of: {', '.join(sorted(sources))}",
    )


def run(given: Namespace) -> int:
    unknown = [kind for kind in given.kinds if kind not in sources]
    if unknown:
        print(f"No such kind: {', '.join(unknown)}. There are {', '.join(sorted(sources))}.")
        return 2
    kinds = given.kinds or sorted(sources)
    if PAYMENT in kinds:
        forget_word_sums()  # a word may be read otherwise than when they were made
    for kind in kinds:
        print(f"{kind}: {rebuild_index(kind)} entries")
    if PAYMENT in kinds:
        print(f"Sums of common words: {keep_word_sums()}")
    print(f"Words to tell misspelt ones by: from {rebuild_vocabulary()} entries")
    return 0
