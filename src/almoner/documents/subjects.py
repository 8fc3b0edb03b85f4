"""What a document may be filled for: each app declares its kind of case in its `access.py`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.conf import settings
from django.utils.translation import gettext as _

from almoner.accounts.access import may_read
from almoner.accounts.models import User
from almoner.core.figures import Reading, Unit, read_figure
from almoner.core.verdicts import Verdict, refused

from .contents import kept_table
from .merge_fields import MergeField
from .shapes import Belongs

Values: TypeAlias = dict[MergeField, str]
Writer: TypeAlias = Callable[[User, str, date], Verdict]
Facts: TypeAlias = Callable[[str, date], Values]
Readable: TypeAlias = Callable[[User, Collection[str], date], Collection[str]]
Restricted: TypeAlias = Callable[[str], bool]
AsAt: TypeAlias = Callable[[str, date], date]
Hindrances: TypeAlias = Callable[[str, Mapping[str, str], date], Iterable[str]]


def nothing_is_restricted(_reference: str) -> bool:
    return False


def as_today(_reference: str, on: date) -> date:
    return on


def nothing_hinders(_reference: str, _values: Mapping[str, str], _on: date) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of case. `may_write(user, reference, on)` says who is of its team; `facts(reference,
    on)` gives what its texts may take from it, without what is not recorded;
    `readable(user, references, on)` says which of many cases somebody may read, in a fixed number
    of queries; `as_at(reference, on)` as at which day its figures are read; `hindrances(reference,
    values, on)` what stands against finishing its documents, in words; `belongs` which templates
    its documents are written from.

    Who may read one is asked of the same kind's reader: see `accounts.access`.
    """

    label: str
    may_write: Writer
    facts: Facts
    readable: Readable
    is_restricted: Restricted = nothing_is_restricted
    as_at: AsAt = as_today
    hindrances: Hindrances = nothing_hinders
    belongs: Belongs = Belongs.CASE


subjects: dict[str, Subject] = {}


def declare_subject(
    label: str,
    *,
    may_write: Writer,
    facts: Facts,
    readable: Readable,
    is_restricted: Restricted = nothing_is_restricted,
    as_at: AsAt = as_today,
    hindrances: Hindrances = nothing_hinders,
    belongs: Belongs = Belongs.CASE,
) -> None:
    """Let documents be filled for the things of a kind, such as `commissions.commission`."""
    subjects[label] = Subject(
        label, may_write, facts, readable, is_restricted, as_at, hindrances, belongs
    )


def may_read_about(user: User, about: str, *, on: date) -> Verdict:
    return may_read(user, about, on=on)


def may_write_about(user: User, about: str, *, on: date) -> Verdict:
    """Whether somebody is of the team of what the ledger calls `about`, and may read it."""
    label, _colon, reference = about.partition(":")
    subject = subjects.get(label)
    if subject is None:
        return refused(_("Only for a case of this body can a document be written."))
    reads = may_read(user, about, on=on)
    return subject.may_write(user, reference, on) if reads else reads


def is_restricted(about: str) -> bool:
    """Whether reads of what is written about a case are logged."""
    label, _colon, reference = about.partition(":")
    subject = subjects.get(label)
    return subject is not None and subject.is_restricted(reference)


def facts_about(about: str, *, on: date, keys: Iterable[str] = ()) -> dict[str, str]:
    """What the texts of a case may take from it on a day, by the names of the merge fields; and
    the figures of these keys, as at the day of the case, also where nothing is recorded of them.
    """
    label, _colon, reference = about.partition(":")
    subject = subjects.get(label)
    facts = subject.facts(reference, on) if subject else {}
    said = {str(field): words for field, words in facts.items() if words}
    said.setdefault(MergeField.BODY, settings.BODY_NAME)
    as_at = subject.as_at(reference, on) if subject else on
    return said | {key: value_of(key, on=as_at) for key in keys}


def value_of(key: str, *, on: date) -> str:
    """A figure as a text keeps it: in words or, of a table, its rows. Raises UnknownFigure."""
    return kept_value(read_figure(key, on=on))


def kept_value(reading: Reading) -> str:
    if reading.figure.unit == Unit.TABLE:
        return kept_table(reading.value if isinstance(reading.value, tuple) else ())
    return reading.words


def belongs_to(about: str) -> Belongs:
    """Which templates the documents about a thing are written from."""
    label, _colon, _reference = about.partition(":")
    return subjects[label].belongs if label in subjects else Belongs.CASE


def hindrances_of(about: str, values: Mapping[str, str], *, on: date) -> list[str]:
    """What stands against finishing a document of a case, whatever the document says."""
    label, _colon, reference = about.partition(":")
    subject = subjects.get(label)
    return list(subject.hindrances(reference, values, on)) if subject else []


def readable_among(user: User, abouts: Collection[str], *, on: date) -> set[str]:
    """Of many cases, by their names in the ledger, those that somebody may read."""
    by_label: dict[str, list[str]] = {}
    for about in abouts:
        label, _colon, reference = about.partition(":")
        by_label.setdefault(label, []).append(reference)
    return {
        f"{label}:{reference}"
        for label, references in by_label.items()
        if label in subjects
        for reference in subjects[label].readable(user, references, on)
    }
