"""What an assurance file says of itself, for a stranger: the record as a page, and the README."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from almoner.documents import shapes
from almoner.documents.blocks import Block, Heading, Run, Table
from almoner.documents.outputs.html import as_html, stylesheet
from almoner.documents.written import Part, Written

from .gathered import Gathered, told
from .ledger_lines import Line
from .records import Entry, Said, Section, section

A_ROW = 5
# A digest is one long word, and whoever reads this may hold a telephone.
STYLES = """
th, td { overflow-wrap: anywhere; }
tbody th { width: 28%; }
"""


def as_page(
    gathered: Gathered, lines: list[Line], *, facts: list[tuple[str, str]], at: datetime
) -> str:
    """The record, and which lines of the ledger are here, as one page that fetches nothing."""
    record = gathered.record
    sections = [*record.sections, section("ledger", _("Lines of the ledger"), _told(lines))]
    return as_html(
        Written(
            title=record.title,
            kind=_("Assurance file: internal, not for publication"),
            reference=record.called,
            number=1,
            body=settings.BODY_NAME,
            parts=[_part(one) for one in sections],
            is_draft=False,
            made_on=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            facts=facts,
        ),
        styles=stylesheet() + STYLES,
    )


def _told(lines: list[Line]) -> Iterator[Entry]:
    for one in lines:
        yield (
            Said("kind", _("What"), one.event.kind),
            Said("about", _("About"), one.event.about),
            Said("actor", _("By"), one.event.actor),
            Said("recorded_at", _("Recorded"), one.event.recorded_at),
            Said("number", _("Line"), one.number),
        )


def _part(one: Section) -> Part:
    heading = shapes.Section(code=one.code, heading=one.title, guidance="", is_optional=True)
    return Part(heading, one.title, "", tuple(_blocks(one)))


def _blocks(one: Section) -> Iterator[Block]:
    """Entries that say little as rows of one table; each of the others as a table of its own, of
    what it says, counted where there are several.
    """
    if one.entries and len(one.entries[0]) <= A_ROW:
        columns = tuple(said.label for said in one.entries[0])
        yield Table(columns, tuple(tuple(s.words for s in entry) for entry in one.entries))
        return
    for number, entry in enumerate(one.entries, 1):
        if len(one.entries) > 1:
            words = {"n": number, "of": len(one.entries)}
            yield Heading((Run(_("%(n)d of %(of)d") % words),))
        told = tuple((said.label, said.words) for said in entry if said.words)
        yield Table((_("What"), _("As recorded")), told)


def facts_of(gathered: Gathered, *, at: datetime) -> list[tuple[str, str]]:
    """What stands above the record, and in the README."""
    gathering = gathered.gathering
    facts = [
        (_("Made"), date_format(localtime(at), "j F Y, H:i")),
        (_("Taken by"), gathering.by.actor),
    ]
    if gathering.known_before is not None:
        day = date_format(gathering.as_at, "j F Y")
        facts.append((_("As at"), _("%(day)s, by what was known then") % {"day": day}))
    left_out = [f"{ground}: {count}" for ground, count in told(gathering.left_out.items())]
    facts.append((_("Left out"), "; ".join(left_out) or _("nothing")))
    return facts


def as_readme(gathered: Gathered, *, facts: Iterable[tuple[str, str]], line_count: int) -> str:
    """What the file is, what is in it, how to check it, and what that proves."""
    record, documents = gathered.record, gathered.gathering.documents
    words = {
        "title": record.title,
        "body": settings.BODY_NAME,
        "facts": "\n".join(f"{name}: {said}" for name, said in facts),
        "documents": len(documents),
        "lines": line_count,
        "name": record.name,
    }
    return README() % words


def README() -> str:  # noqa: N802 - a text that is translated when it is asked for
    return _(
        """%(title)s
%(body)s

INTERNAL: NOT FOR PUBLICATION
This file names people and quotes what they wrote. Keep it as you keep an audit file.

%(facts)s

What is in it
record.html           the record, to read in a browser
record.json           the same, for programs
documents/            %(documents)d documents, byte for byte as they were kept
ledger/lines.txt      %(lines)d lines of the body's ledger about all of this; see below
ledger/checkpoint.txt where the whole ledger ended: how many lines, and the hash of the last
manifest.json         the size and SHA-256 of every file above, and of check.py
manifest.sha256       the SHA-256 of manifest.json
check.py              checks all this; any Python from 3.8, nothing to install, no network

Where something is left out, the list above says how many and on which ground, never what.

How to check it
Put this file, or the folder into which it was unpacked, on a machine of yours and run

    python3 check.py FILE.zip

A checker that came along with what it checks may have been changed with it. It is short: read
it, or take it from Almoner's own source (src/almoner/reports/assurance_file/check.py). It says
what it proved, and what it cannot prove.

The ledger
Everything that is done at the body leaves one line in its ledger. Each line is hashed together
with the hash of the line before, so that none can be changed or taken out without all later
hashes changing. In lines.txt each row is a hash, a space, and the very text that was hashed:
its SHA-256 is the hash, and its "previous" is the hash of the line before. The lines of other
things are not in this file. So where numbers follow one another the chain can be followed here;
where they do not, ask the body to run

    almoner verify-ledger --checkpoint ledger/checkpoint.txt

which walks the whole chain and says whether it passes through this checkpoint.

That this file was taken is itself a line of that ledger: assurance-file.taken, about
%(name)s, with the SHA-256 of manifest.json. Ask for that line, not from
whoever gave you this file, and compare:

    python3 check.py FILE.zip --digest THE-SHA-256-IN-THAT-LINE
"""
    )
