"""`almoner report`: a report from the records, as at a day, as a file."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from django.utils.timezone import localdate

from almoner.documents.outputs.html import as_html
from almoner.documents.outputs.pdf import as_pdf
from almoner.documents.outputs.word import as_word
from almoner.reports.assembled import Assembled, assembled, prepared
from almoner.reports.queries import kinds_of_report, report_as_at

from .days import day
from .demonstration.ground import call_it_by_its_name
from .refusals import Misuse
from .whole_files import write_whole

DRAWN: dict[str, Callable[[Assembled], bytes]] = {
    ".docx": lambda report: as_word(report.written),
    ".pdf": lambda report: as_pdf(report.written),
    ".html": lambda report: as_html(report.written).encode(),
    ".json": lambda report: report.json,
}


# What is not to somebody is for whoever reads it.
USUALLY_TO = {
    "audit-panel": "Audit panel",
    "recommendation-tracker": "Audit panel",
    "board-exceptions": "Board",
}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="such as audit-panel")
    parser.add_argument(
        "--as-at",
        type=day,
        metavar="DAY",
        help="what was so that day, as then known, such as 2026-03-04 (default: today)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help=f"where to write it; its ending says what: {', '.join(DRAWN)}",
    )
    parser.add_argument(
        "--to",
        metavar="PANEL",
        help="whom it is to (default: the panel or board of its kind, if any)",
    )


def run(given: Namespace) -> None:
    call_it_by_its_name()
    today = localdate()
    as_at, ending = given.as_at or today, given.out.suffix.lower()
    if as_at > today:
        raise Misuse("That day is to come. Give today, or an earlier day.")
    if ending not in DRAWN:
        raise Misuse(f"Give a file that ends in one of: {', '.join(DRAWN)}.")
    kinds = [one.code for one in kinds_of_report()]
    if given.kind not in kinds:
        raise Misuse(f"No report is called {given.kind}. There are: {', '.join(kinds)}.")
    report = report_as_at(given.kind, as_at)
    if report:
        shown = assembled(report, on=today)
        print(f"{report}: {report.get_state_display().lower()}")
    else:
        shown = prepared(given.kind, as_at=as_at, panel=given.to or USUALLY_TO.get(given.kind, ""))
        print("Nobody has begun this report: it is what its template says from the records.")
    write_whole(given.out, DRAWN[ending](shown))
    print(f"{len(shown.figures)} figures, as at {as_at}")
    print(given.out)
