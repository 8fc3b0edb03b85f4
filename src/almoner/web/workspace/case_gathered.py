"""What the page of a case asks for along with the case itself, in one query: its money by year, its
team, and its last versions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from almoner.commissions.kinds import Part
from almoner.commissions.models import Commission, CommissionTerms, YearValue
from almoner.commissions.queries import members_on
from almoner.core.gathered import gathered

HISTORY = 20


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a case, as its history lists it."""

    number: int
    part: Part
    who: str
    at: datetime


def with_lists(cases: QuerySet[Commission], *, on: date) -> QuerySet[Commission]:
    """Cases with what `unpack` makes ready."""
    years = YearValue.objects.filter(terms=OuterRef("current")).order_by("year")
    team = members_on(on).filter(commission=OuterRef("pk")).order_by("person__name", "person")
    versions = CommissionTerms.objects.filter(commission=OuterRef("pk")).order_by("-number")
    lists = {
        "years_said": gathered(years, year=F("year"), net=F("net"), vat=F("vat")),
        "team_said": gathered(team, reference=F("person__reference"), name=F("person__name")),
        "versions_said": gathered(
            versions[:HISTORY],
            number=F("number"),
            part=F("part"),
            who=F("written_by__name"),
            at=Cast("recorded_at", TextField()),
        ),
    }
    return cases.annotate(**lists)


def unpack(case: Any) -> None:
    """Put what was asked for along with a case where its readings look for it."""
    if case.current:
        case.current.years_said = {
            one["year"]: (_pounds(one["net"]), _pounds(one["vat"])) for one in case.years_said
        }


def versions_of(case: Any) -> list[Version]:
    """The last versions of one of these cases, the latest first."""
    return [_version(one) for one in case.versions_said]


def _version(said: Mapping[str, Any]) -> Version:
    at = datetime.fromisoformat(said["at"])
    at = at if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite keeps UTC without saying so
    return Version(said["number"], Part(said["part"]), said["who"], at)


def _pounds(pence: int) -> Decimal:
    return Decimal(pence).scaleb(-2)
