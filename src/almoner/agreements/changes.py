"""How an agreement came to say what it says: version by version, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from .fields import FIELDS, Field
from .models import AgreementVersion
from .states import AgreementKind

Read: TypeAlias = str | bool | date | Decimal | None


@dataclass(frozen=True, slots=True)
class Change:
    """A field of which two versions say different things. None is what is not recorded."""

    field: Field
    before: Read
    after: Read


@dataclass(frozen=True, slots=True)
class Step:
    """A version, and what it changed of what was said before. The first changed nothing."""

    version: AgreementVersion
    changes: list[Change]
    is_first: bool


def read_field(version: AgreementVersion, field: Field) -> Read:
    """What a version says in a field; None where it says nothing."""
    value = getattr(version, field.column) if field.column else version.said.get(field.name)
    return None if value == "" else value


def facts_of(version: AgreementVersion) -> list[tuple[Field, Read]]:
    """Every field of its register, said or not, in the register's order."""
    kind = AgreementKind(version.agreement.kind)
    return [(field, read_field(version, field)) for field in FIELDS[kind]]


def steps_of(latest_first: Iterable[AgreementVersion]) -> list[Step]:
    """What each version changed of the one known before it, the latest first."""
    versions = list(latest_first)
    earlier: list[AgreementVersion | None] = [*versions[1:], None]
    return [
        Step(version, _changes(before, version) if before else [], before is None)
        for version, before in zip(versions, earlier, strict=True)
    ]


def _changes(before: AgreementVersion, after: AgreementVersion) -> list[Change]:
    kind = AgreementKind(after.agreement.kind)
    return [
        Change(field, was, now)
        for field in FIELDS[kind]
        if (was := read_field(before, field)) != (now := read_field(after, field))
    ]
