"""What numbers a file gives of an organisation, as identifiers of a scheme."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Number: TypeAlias = tuple[str, str]

COMPANIES, CHARITIES = "GB-COH", "GB-CHC"
SCOTTISH_CHARITIES, NORTHERN_CHARITIES = "GB-SC", "GB-NIC"
ORG_ID = re.compile(r"([A-Z]{2}-[A-Z0-9]{2,10})-([A-Z0-9][\w.:/-]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """How a row names an organisation: in words, and by numbers, those of the best scheme first."""

    name: str
    numbers: tuple[Number, ...] = ()


def numbers_of(*, company: str = "", charity: str = "", other: str = "") -> tuple[Number, ...]:
    """The identifiers that a row states, each once. Company and charity numbers come checked.

    A number of the publisher's own, such as a vendor number, is no identifier.
    """
    return tuple(dict.fromkeys(_numbers(company, charity, other)))


def _numbers(company: str, charity: str, other: str) -> Iterator[Number]:
    if company:
        yield COMPANIES, company.upper()
    if charity:
        yield _register_of(charity.upper()), charity.upper().removeprefix("NIC")
    if found := ORG_ID.fullmatch(other.strip()):
        yield found[1].upper(), found[2].upper()


def _register_of(charity: str) -> str:
    if charity.startswith("SC"):
        return SCOTTISH_CHARITIES
    return NORTHERN_CHARITIES if charity.startswith("NIC") else CHARITIES
