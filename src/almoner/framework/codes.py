"""Code lists that are the body's own: legal powers, reasons for direct awards, plan objectives."""

from typing import TypeAlias

from django.utils.translation import gettext as _
from msgspec import Struct

from .conditions import Instrument
from .words import Code, Inconsistent, Words

Instruments: TypeAlias = tuple[Instrument, ...]
BOTH = (Instrument.GRANT, Instrument.CONTRACT)


class LegalPower(Struct, frozen=True, forbid_unknown_fields=True):
    """A power in law that a decision can rest on, and what it is used for."""

    code: Code
    title: Words
    law: Words
    used_for: Words | None = None
    instruments: Instruments = BOTH

    def __str__(self) -> str:
        return _("%(title)s (%(law)s)") % {"title": self.title, "law": self.law}


class DirectAwardReason(Struct, frozen=True, forbid_unknown_fields=True):
    """Why something may be awarded without competition, and what must be shown for it."""

    code: Code
    title: Words
    evidence: Words
    law: Words | None = None
    instruments: Instruments = BOTH

    def __str__(self) -> str:
        return self.title


class Objective(Struct, frozen=True, forbid_unknown_fields=True):
    """An objective of the body's plan that a case serves."""

    code: Code
    title: Words
    first_year: int | None = None
    last_year: int | None = None
    confirmed: bool = False

    def __post_init__(self) -> None:
        if self.first_year and self.last_year and self.first_year > self.last_year:
            raise Inconsistent(
                "The objective ends before it begins. Make `last_year` the later one.",
                "last_year",
            )

    def __str__(self) -> str:
        return self.title
