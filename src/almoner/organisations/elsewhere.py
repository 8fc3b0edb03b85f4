"""Where an organisation's number leads: the public register that gave it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .identifiers import CHARITIES, COMPANIES, NORTHERN_CHARITIES, SCOTTISH_CHARITIES


@dataclass(frozen=True, slots=True)
class PublicRegister:
    """A register outside: what its numbers are called and look like, and where each is shown."""

    label: str | Promise
    number: re.Pattern[str]
    address: str


# By the scheme of the number, as org-id.guide lists them.
REGISTERS: Mapping[str, PublicRegister] = {
    CHARITIES: PublicRegister(
        _("Charity Commission for England and Wales"),
        re.compile(r"\d{6,7}"),
        "https://register-of-charities.charitycommission.gov.uk/charity-details/?regid={}&subid=0",
    ),
    COMPANIES: PublicRegister(
        _("Companies House"),
        re.compile(r"[A-Z]{0,2}\d{6,8}[A-Z]?"),
        "https://find-and-update.company-information.service.gov.uk/company/{}",
    ),
    SCOTTISH_CHARITIES: PublicRegister(
        _("Scottish Charity Regulator"),
        re.compile(r"SC\d{6}"),
        "https://www.oscr.org.uk/about-charities/search-the-register/charity-details?number={}",
    ),
    NORTHERN_CHARITIES: PublicRegister(
        _("Charity Commission for Northern Ireland"),
        re.compile(r"\d{6}"),
        "https://www.charitycommissionni.org.uk/charity-details/?regId={}&subId=0",
    ),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of an organisation, as pages show it."""

    scheme: str
    value: str

    @property
    def org_id(self) -> str:
        return f"{self.scheme}-{self.value}"

    @property
    def register(self) -> str | Promise:
        """The register that gave it, or else its scheme as it is written."""
        found = REGISTERS.get(self.scheme)
        return found.label if found else self.scheme

    @property
    def address(self) -> str:
        """Where that register shows it; empty if we do not know, or it does not look like one."""
        found = REGISTERS.get(self.scheme)
        if found is None or not found.number.fullmatch(self.value):
            return ""
        return found.address.format(quote(self.value))
