"""Which public pages somebody may write about, told by the shape of their addresses alone.

Nothing is looked up: the address of what is withheld is answered like that of what never was.
"""

import re
from dataclasses import dataclass

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.enquiries.subjects import Subject
from almoner.statements.pages import StandingPage

LONGEST = 200
PLAIN = re.compile(r"[A-Za-z0-9-]{1,60}")
REFERENCE = re.compile(r"[A-Z]{2,5}-[A-Z0-9-]{1,30}")

# The first beginning that fits.
SECTIONS: list[tuple[str, Subject, Promise]] = [
    ("/registers/spend/", Subject.PAYMENT, _("Payments")),
    ("/registers/contracts/", Subject.AGREEMENT, _("Contracts")),
    ("/registers/grants/", Subject.AGREEMENT, _("Grants")),
    ("/registers/agreements/", Subject.AGREEMENT, _("Grants and contracts")),
    ("/registers/contract-copies/", Subject.AGREEMENT, _("Copies of contracts")),
    ("/registers/tender-copies/", Subject.AGREEMENT, _("Copies of invitations to tender")),
    ("/registers/", Subject.DOWNLOAD, _("Registers")),
    ("/organisations/", Subject.ORGANISATION, _("Organisations")),
    ("/places/", Subject.AGREEMENT, _("Places")),
    ("/search/", Subject.OTHER, _("Search")),
    ("/editions/", Subject.DOWNLOAD, _("Editions")),
    ("/decisions/", Subject.OTHER, _("Decisions")),
    ("/duties/", Subject.DOWNLOAD, _("How fresh each register is")),
    ("/about/accessibility/", Subject.ACCESSIBILITY, _("Accessibility statement")),
    ("/about/privacy/", Subject.PRIVACY, _("Privacy notice")),
    ("/about/", Subject.OTHER, _("Pages about this website")),
    ("/", Subject.OTHER, _("A page of this website")),
]

NAMED_BY_TITLE = {"page", "kind"}  # what a title says already


@dataclass(frozen=True, slots=True)
class Place:
    """A public page as a form speaks of it: its address, its name in words, whose work it is."""

    path: str
    words: str
    subject: Subject


def place_of(path: str) -> Place | None:
    """The page at an address, if it is one of the public's; None for anything else."""
    if len(path) > LONGEST or not path.endswith("/"):
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    captured = match.captured_kwargs  # type: ignore[attr-defined]  # the stubs lack it
    said = {name: str(value) for name, value in captured.items()}
    if match.namespace != "public" or not all(PLAIN.fullmatch(value) for value in said.values()):
        return None
    if "reference" in said and not REFERENCE.fullmatch(said["reference"]):
        return None
    if "page" in said and said["page"] not in StandingPage:
        return None
    subject, title = next(
        (subject, title) for begins, subject, title in SECTIONS if path.startswith(begins)
    )
    told = [value for name, value in said.items() if name not in NAMED_BY_TITLE]
    details = ", ".join(told)
    return Place(path, f"{title}: {details}" if details else str(title), subject)
