"""A case as a line of a list shows it: read as columns, for a page lists many and shows little."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from almoner.commissions.models import Commission, GateAsked
from almoner.commissions.states import CaseState, GateState
from almoner.framework.queries import framework_of


class Row(NamedTuple):
    """What a line says of a case."""

    key: int
    reference: str
    title: str
    state: str
    is_restricted: bool
    framework: str
    route_code: str
    stage_code: str
    lead: str
    net: Decimal
    vat: Decimal
    opens_on: date | None
    starts_on: date | None
    ends_on: date | None
    is_waiting: bool

    @property
    def value(self) -> Decimal:
        return self.net + self.vat

    @property
    def route(self) -> str:
        return _titles(self.framework, self.route_code, self.stage_code)[0]

    @property
    def stage(self) -> str:
        return _titles(self.framework, self.route_code, self.stage_code)[1]

    def get_state_display(self) -> str:
        return str(CaseState(self.state).label)


COLUMNS = [
    *("pk", "reference", "title", "state", "is_restricted"),
    *("framework__digest", "route", "stage", "lead__name"),
    *("current__net", "current__vat"),
    *("current__opens_on", "current__starts_on", "current__ends_on", "is_waiting"),
]


def with_waiting(found: QuerySet[Commission]) -> QuerySet[Commission]:
    waiting = GateAsked.objects.filter(commission=OuterRef("pk"), state=GateState.ASKED)
    return found.annotate(is_waiting=Exists(waiting))


def rows_of(found: QuerySet[Commission]) -> Iterable[Row]:
    """The lines of cases `with_waiting`."""
    return (Row(*said) for said in found.values_list(*COLUMNS))


@lru_cache(maxsize=1_000)
def _titles(digest: str, route: str, stage: str) -> tuple[str, str]:
    """What a framework calls a route and a stage of it: its text never changes."""
    kept = framework_of(digest).route_called(route)
    passed = kept.stage_called(stage) if kept else None
    if kept is None or passed is None:
        raise LookupError(f"{digest}: {route}, {stage}")
    return kept.title, passed.title
