"""A whole site, written into a folder: pages, search, style, and what it says of itself."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import gettext as _

from .addresses import every_address, file_of
from .files import File, Files, Folder
from .finding import FOLDER, Index, write_index
from .hosting import FILES
from .links import SEARCH, STATIC
from .manifest import Moment, Stamp, write_sums
from .pages import write_not_found, write_pages
from .records import every_record
from .rendering import request_for

STATIC_FILES = settings.BASE_DIR / "web" / "static"


def write_site(
    folder: Folder, moment: Moment, *, processes: int, tell: Callable[[File], None]
) -> Stamp:
    """Write it all, and tell of each file. The stamp comes last, once all else is there."""
    with TemporaryDirectory(prefix="almoner-") as place, Files(Path(place) / "files") as files:

        def note(file: File) -> None:
            files.add(file)
            tell(file)

        for page in write_pages(every_address(), folder, processes=processes):
            note(page)
        for other in _others(folder, note):
            note(other)
        for name, text in FILES.items():
            if not files.has(name):
                note(folder.write(name, [text.encode()]))
        sums = write_sums(folder.new, files.sums())
        count, size = files.totals()
    stamp = Stamp(
        state=moment.state,
        revision=moment.revision,
        on=moment.on.isoformat(),
        written_at=now().isoformat(timespec="seconds"),
        files=count,
        bytes=size,
        sums=sums,
    )
    stamp.save(folder.new)
    return stamp


def _others(folder: Folder, note: Callable[[File], None]) -> Iterator[File]:
    def put(name: str, said: bytes) -> None:
        note(folder.write(f"{FOLDER}/{name}", [said]))

    yield write_not_found(folder)
    index = write_index(every_record(), put)
    yield folder.write(file_of(SEARCH), [_search_page(index).encode()])
    for path in sorted(STATIC_FILES.rglob("*")):
        if path.is_file():
            name = f"{STATIC[1:]}{path.relative_to(STATIC_FILES).as_posix()}"
            yield folder.write(name, [path.read_bytes()])


def _search_page(index: Index) -> str:
    shown = {"search": SEARCH, "years": index.years, "registers": registers_in_words()}
    return render_to_string("public/site/search.html", shown, request_for(SEARCH))


def registers_in_words() -> list[dict[str, Any]]:
    """What the search calls each register, and one thing in it, in its order."""
    return [
        {"name": "spend", "label": _("Payments"), "one": _("Payment")},
        {"name": "grants", "label": _("Grants"), "one": _("Grant")},
        {"name": "contracts", "label": _("Contracts"), "one": _("Contract")},
        {"name": "organisations", "label": _("Organisations"), "one": _("Organisation")},
        {"name": "decisions", "label": _("Decisions"), "one": _("Decision")},
    ]
