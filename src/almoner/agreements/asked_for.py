"""The agreements that a reader asked for: by words, year, party, amount, standing and field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import F, OrderBy, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.periods import FinancialYear
from almoner.organisations.models import Organisation
from almoner.search.audiences import PUBLIC
from almoner.search.queries import keys_matching

from .models import AgreementVersion
from .queries import Versions, in_force_on, made_between
from .search import AGREEMENT
from .states import AgreementKind

IS_REFERENCE = re.compile(r"AGR-\w+", re.IGNORECASE)

# What may be asked for by a text within it, in the order in which readers are offered it.
ASKED_BY_TEXT: Mapping[AgreementKind, tuple[str, ...]] = {
    AgreementKind.CONTRACT: ("department", "category", "process", "procedure", "area"),
    AgreementKind.GRANT: ("programme", "department", "legal_power", "recipient_type", "area"),
}
SORTS = {"made": "made_on", "party": "organisation_name", "amount": "amount", "ends": "ends_on"}


class Standing(TextChoices):
    """How an agreement stands on a day, by the days that it states."""

    NOT_BEGUN = "not-begun", _("Not begun")
    IN_FORCE = "in-force", _("In force")
    ENDED = "ended", _("Ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a reader asked for. What is left unsaid does not narrow."""

    words: str = ""
    year: FinancialYear | None = None
    standing: Standing | None = None
    organisations: QuerySet[Organisation] | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)


def agreements_selected(versions: Versions, selection: Selection, *, on: date) -> Versions:
    """Those that answer to everything the reader said, as they stand on a day."""
    if selection.words:
        versions = versions.filter(_says(selection.words))
    if selection.year:
        versions = made_between(versions, selection.year.first_day, selection.year.last_day)
    if selection.standing:
        versions = _standing(versions, selection.standing, on=on)
    if selection.organisations is not None:
        versions = versions.filter(organisation__in=selection.organisations.values("pk"))
    if selection.at_least is not None:
        versions = versions.filter(amount__gte=selection.at_least)
    if selection.at_most is not None:
        versions = versions.filter(amount__lte=selection.at_most)
    for name, text in selection.texts.items():
        versions = versions.filter(**{f"said__{name}__icontains": text})
    for name, answer in selection.answers.items():
        versions = versions.filter(**{f"said__{name}": answer})
    return versions


def standing_on(version: AgreementVersion, day: date) -> Standing:
    """How an agreement stands on a day. What states no day has no limit there."""
    if version.starts_on and version.starts_on > day:
        return Standing.NOT_BEGUN
    return Standing.ENDED if version.ends_on and version.ends_on < day else Standing.IN_FORCE


def in_order(versions: Versions, sort: str) -> Versions:
    """By one of SORTS, `-` before it for the other way round. What states nothing comes last."""
    column, is_descending = F(SORTS[sort.removeprefix("-")]), sort.startswith("-")
    by: OrderBy = (column.desc if is_descending else column.asc)(nulls_last=True)
    return versions.order_by(by, "-agreement" if is_descending else "agreement")


def _standing(versions: Versions, standing: Standing, *, on: date) -> Versions:
    if standing == Standing.IN_FORCE:
        return in_force_on(versions, on)
    if standing == Standing.NOT_BEGUN:
        return versions.filter(starts_on__gt=on)
    has_begun = Q(starts_on=None) | Q(starts_on__lte=on)
    return versions.filter(has_begun, ends_on__lt=on)


def _says(words: str) -> Q:
    if IS_REFERENCE.fullmatch(words.strip()):
        return Q(agreement__reference=words.strip().upper())
    return Q(agreement__in=keys_matching(words, kind=AGREEMENT, audiences={PUBLIC}))
