"""`almoner site`: the public pages as plain files, for any web host."""

import os
import shutil
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from django.utils.timezone import localdate

from almoner.cli.folders import folder
from almoner.cli.refusals import LACKS_TABLES, Refusal
from almoner.cli.start import refuse_a_wrong_start
from almoner.core.readiness import is_migrated

from .files import Folder
from .folders import beside, swap
from .manifest import Differences, Stamp, differences, moment_now, stamp_of
from .progress import Progress
from .writing import write_site

TURNS = 3
MOST = 64


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--out",
        type=folder,
        metavar="DIR",
        required=True,
        help="the site's folder, new or one that this command wrote before",
    )
    parser.add_argument(
        "--processes",
        type=processes,
        default=len(os.sched_getaffinity(0)),
        metavar="N",
        help="how many write pages at once (default: one for each processor, here %(default)s)",
    )


def processes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise ArgumentTypeError(f"a number from 1 to {MOST}, not {text!r}")
    return int(text)


def run(given: Namespace) -> None:
    refuse_a_wrong_start()
    if not is_migrated():
        raise Refusal(LACKS_TABLES)
    with beside(given.out) as new:
        stamp = written(Folder(new=new, old=given.out), processes=given.processes)
        if stamp is None:
            return
        swap(new, given.out)
        tell_of(stamp, before=new, out=given.out)


def written(folder: Folder, *, processes: int) -> Stamp | None:
    """Write a site of one state of all that is public; nothing, if the one there is of it.

    What is taken down while it is written must not go out: then it is begun again. Raises Refusal
    when that never ends.
    """
    for _turn in range(TURNS):
        moment, before = moment_now(on=localdate()), stamp_of(folder.old)
        if before and before.state == moment.state:
            print(f"Nothing has changed since {before.written_at}. {folder.old} stays as it is.")
            return None
        with Progress() as progress:
            stamp = write_site(folder, moment, processes=processes, tell=progress.note)
        if moment_now(on=localdate()) == moment:
            return stamp
        sys.stderr.write("What is public changed meanwhile, so all is written again.\n")
        shutil.rmtree(folder.new)
    raise Refusal(
        f"What is public changed {TURNS} times while it was written. {folder.old} is as it was."
        " Run this when no files are read in."
    )


def tell_of(stamp: Stamp, *, before: Path, out: Path) -> None:
    """Say what the site holds, and at which addresses nothing is any more."""
    found = Differences()
    for place in differences(before, out, found):
        print(f"Gone: {place}")
    print(
        f"{out}: {stamp.files:,} files, {stamp.bytes / 1e6:,.1f} MB;"
        f" {found.new:,} new, {found.changed:,} changed, {found.gone:,} gone"
    )
