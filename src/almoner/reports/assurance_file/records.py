"""What an assurance file says of a thing: sections of entries, for programs and for people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.money import in_text

Value: TypeAlias = "str | int | bool | date | datetime | Decimal | None"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that an entry says: its key for programs, what people call it, and the value.

    `meaning` is what a code means, for people.
    """

    key: str
    label: str
    value: Value
    meaning: str = ""

    @property
    def plain(self) -> str | int | bool | None:
        """The value as JSON keeps it: moments in UTC, amounts in pounds with pence, as text."""
        match self.value:
            case datetime():
                return self.value.astimezone(UTC).isoformat()
            case date():
                return self.value.isoformat()
            case Decimal():
                return f"{self.value:.2f}"
            case str():
                return str(self.value)  # a code of a closed list is a text like any other
            case _:
                return self.value

    @property
    def words(self) -> str:
        """The value as people read it: moments in London."""
        match self.value:
            case None:
                return ""
            case bool():
                return _("yes") if self.value else _("no")
            case datetime():
                return date_format(localtime(self.value), "j F Y, H:i")
            case date():
                return date_format(self.value, "j F Y")
            case Decimal():
                return in_text(self.value)
            case _:
                return self.meaning or str(self.value)


Entry: TypeAlias = tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one kind, in order."""

    code: str
    title: str
    entries: tuple[Entry, ...]

    def plain(self) -> list[dict[str, object]]:
        return [{said.key: said.plain for said in entry} for entry in self.entries]


@dataclass(frozen=True, slots=True)
class Record:
    """A thing with all that hangs on it. `name` is what the ledger calls it."""

    name: str
    called: str
    title: str
    sections: tuple[Section, ...]


def section(code: str, title: str, entries: Iterable[Entry]) -> Section:
    return Section(code, title, tuple(entries))


def coded(key: str, label: str, code: str, choices: type[TextChoices]) -> Said:
    """A code of a closed list, with what it means."""
    return Said(key, label, code, str(choices(code).label) if code else "")


def who(person: User | None) -> str:
    """Somebody by name and reference."""
    return f"{person.name} ({person.reference})" if person else ""
