"""Who publishes, and by what identifiers (org-id.guide) the bodies in a package are known."""

import re
from typing import NamedTuple
from urllib.parse import quote

from msgspec import Struct

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
NOT_RECORDED = "Not recorded"

# A code of a list of organisations, a hyphen and the number in it: GB-COH-09506232.
LISTED = re.compile(
    r"(?P<scheme>[A-Z]{2}-[A-Z]{2,12})-(?P<number>[A-Za-z0-9][A-Za-z0-9._/-]{0,60})"
)
# An identifier that some publisher of the 360Giving standard made.
FROM_PUBLISHER = re.compile(r"360G-[A-Za-z0-9][A-Za-z0-9._:-]{1,80}")
WEB_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::\d{1,5})?"
    r"(?:[/?#](?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?",
    re.ASCII,
)
UNREGISTERED = "unregistered"


class Publisher(Struct, frozen=True, kw_only=True):
    """The body that publishes.

    `identifier` is its own, of a list on org-id.guide. The prefixes are those that 360Giving and
    the Open Contracting Partnership gave it; a body that has none is labelled so in every
    identifier, because an invented prefix may be somebody else's.
    """

    name: str
    identifier: str
    website: str
    grant_prefix: str = ""
    process_prefix: str = ""
    licence: str = LICENCE

    def of_grants(self, reference: str) -> str:
        """The identifier, in 360Giving, of what we know by a reference."""
        return f"{self.grant_prefix or self._labelled}-{plainly(reference)}"

    def of_processes(self, reference: str) -> str:
        """The identifier, in open contracting, of what we know by a reference."""
        return f"{self.process_prefix or self._labelled}-{plainly(reference)}"

    @property
    def _labelled(self) -> str:
        return f"{UNREGISTERED}-{plainly(self.identifier)}"


class Identifier(NamedTuple):
    """A number in a list of organisations. No scheme: only we know the body by it."""

    scheme: str
    number: str

    @property
    def whole(self) -> str:
        return f"{self.scheme}-{self.number}" if self.scheme else self.number


def plainly(reference: str) -> str:
    """A reference without slashes or spaces; two references are never written alike."""
    return quote(reference, safe="")


def listed(text: str) -> Identifier | None:
    """What an identifier says that names its list."""
    found = LISTED.fullmatch(text)
    return Identifier(found["scheme"], found["number"]) if found else None


def company(number: str) -> Identifier:
    return Identifier("GB-COH", number)


def charity(number: str) -> Identifier:
    """A charity's number in the list of its nation; one in Northern Ireland goes without NIC."""
    if number.startswith("SC"):
        return Identifier("GB-SC", number)
    if number.startswith("NIC"):
        return Identifier("GB-NIC", number.removeprefix("NIC"))
    return Identifier("GB-CHC", number)


def web_address(text: str | None) -> str | None:
    """The text, if it is one address on the web and nothing else."""
    return text if text and WEB_ADDRESS.fullmatch(text) else None
