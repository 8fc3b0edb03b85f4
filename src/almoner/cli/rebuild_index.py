"""`almoner rebuild-index`: makes the search index again, from what it is about."""

from argparse import ArgumentParser, Namespace

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
    for kind in given.kinds or sorted(sources):
        print(f"{kind}: {rebuild_index(kind)} entries")
    print(f"Words to tell misspelt ones by: from {rebuild_vocabulary()} entries")
    return 0
