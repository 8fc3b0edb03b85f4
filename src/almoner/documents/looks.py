"""A PDF looked over before it is published: words of people and places, and text that is hidden.

It warns, and is sure of nothing: what it does not find may be there all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.opendata.safety import CHECKS, look_over

from .hidden_text import Hiding, hidden_on
from .kinds import RefusedFile

MOST = 200  # findings; who has more has a document that was not redacted
LONGEST = 120  # letters of what was found
FIELD = "description"  # a page is looked over as the longest text of a register is
NO_TEXT = "no-text"

# What a page is suspected of, why that matters, and whether somebody must judge it.
HIDDEN = {
    Hiding.COVERED: (True, gettext_lazy("Text seems to lie under a dark box, and can be copied.")),
    Hiding.UNDER_PICTURE: (True, gettext_lazy("Text seems to lie under a picture.")),
    Hiding.INVISIBLE: (
        True,
        gettext_lazy(
            "It has text that cannot be seen, as scans have: what is black in the picture"
            " may still be in it."
        ),
    ),
    Hiding.SAID_INSTEAD: (
        True,
        gettext_lazy("Words that cannot be seen stand beside what is drawn, and can be copied."),
    ),
    NO_TEXT: (False, gettext_lazy("It has no text to look over: read it with your own eyes.")),
}


@dataclass(frozen=True, slots=True)
class Look:
    """Something that was found on a page, counted from 1, and the words that gave it away."""

    code: str
    page: int
    words: str = ""

    @property
    def blocks(self) -> bool:
        """Whether nothing is sent on until somebody has said why it may stand."""
        return (
            HIDDEN[self.code][0] if self.code in HIDDEN else CHECKS[self.code].severity == "blocks"
        )

    @property
    def why(self) -> str:
        return str(HIDDEN[self.code][1]) if self.code in HIDDEN else CHECKS[self.code].why


def looked_over(content: bytes) -> list[Look]:
    """What is found in a PDF, page by page. Raises RefusedFile where its text cannot be read."""
    try:
        pages = list(pypdf.PdfReader(BytesIO(content)).pages)
        found = [look for number, page in enumerate(pages, 1) for look in _on(page, number)]
    except Exception as error:  # a hostile or broken file may break its reader in any way
        raise RefusedFile(
            _("The text of this PDF cannot be read. Print it to a new PDF, and send that one.")
        ) from error
    return sorted(found, key=lambda look: (not look.blocks, look.page, look.code))[:MOST]


def _on(page: "pypdf.PageObject", number: int) -> Iterator[Look]:
    text = page.extract_text() or ""
    if not text.strip():
        yield Look(NO_TEXT, number)
    for hiding in sorted(hidden_on(page)):
        yield Look(hiding, number)
    # The whole page, since an address and what makes it dangerous stand apart; then each line.
    seen = set[str]()
    for said in (" ".join(text.split()), *text.splitlines()):
        for finding in look_over({FIELD: said}):
            if finding.words.casefold() not in seen:
                seen.add(finding.words.casefold())
                yield Look(finding.code, number, finding.words[:LONGEST])
