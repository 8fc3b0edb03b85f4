"""What a document may be filled for: each app declares its kind of case in its `access.py`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.conf import settings
from django.utils.translation import gettext as _

from almoner.accounts.access import may_read
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict, refused

from .merge_fields import MergeField

Values: TypeAlias = dict[MergeField, str]
Writer: TypeAlias = Callable[[User, str, date], Verdict]
Facts: TypeAlias = Callable[[str, date], Values]
Readable: TypeAlias = Callable[[User, Collection[str], date], Collection[str]]
Restricted: TypeAlias = Callable[[str], bool]


def nothing_is_restricted(_reference: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of case. `may_write(user, reference, on)` says who is of its team; `facts(reference,
    on)` gives what its texts may take from it, without what is not recorded;
    `readable(user, references, on)` says which of many cases somebody may read, in a fixed number
    of queries.

    Who may read one is asked of the same kind's reader: see `accounts.access`.
    """

    label: str
    may_write: Writer
    facts: Facts
    readable: Readable
    is_restricted: Restricted = nothing_is_restricted


subjects: dict[str, Subject] = {}


def declare_subject(
    label: str,
    *,
    may_write: Writer,
    facts: Facts,
    readable: Readable,
    is_restricted: Restricted = nothing_is_restricted,
) -> None:
    """Let documents be filled for the things of a kind, such as `commissions.commission`."""
    subjects[label] = Subject(label, may_write, facts, readable, is_restricted)


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


def facts_about(about: str, *, on: date) -> dict[str, str]:
    """What the texts of a case may take from it on a day, by the names of the merge fields."""
    label, _colon, reference = about.partition(":")
    subject = subjects.get(label)
    facts = subject.facts(reference, on) if subject else {}
    said = {MergeField.BODY: settings.BODY_NAME, **facts}
    return {str(field): words for field, words in said.items() if words}


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
