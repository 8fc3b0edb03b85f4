"""What a register does not say of an agreement, though it should."""

from collections.abc import Iterable, Iterator

from django.db.models import Q

from .fields import FIELDS, Field
from .models import AgreementVersion
from .states import AgreementKind


def lacks_any(kind: AgreementKind, names: Iterable[str]) -> Q:
    """Of versions: that one of these fields is empty."""
    lacking = Q()
    for field in _fields(kind, names):
        lacking |= _is_empty(field)
    return lacking


def gaps_in(version: AgreementVersion, kind: AgreementKind, names: Iterable[str]) -> Iterator[str]:
    """Those of these fields that a version leaves empty."""
    for field in _fields(kind, names):
        value = getattr(version, field.column) if field.column else version.said.get(field.name)
        if value is None or value == "":
            yield field.name


def _fields(kind: AgreementKind, names: Iterable[str]) -> Iterator[Field]:
    known = {field.name: field for field in FIELDS[kind]}
    return (known[name] for name in names)


def _is_empty(field: Field) -> Q:
    if not field.column:
        return ~Q(said__has_key=field.name) | Q(**{f"said__{field.name}": ""})
    can_be_none = AgreementVersion._meta.get_field(field.column).null
    return Q(**{field.column: None if can_be_none else ""})
