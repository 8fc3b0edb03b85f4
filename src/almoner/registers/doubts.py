"""What imports left in doubt, brought before people once, with names that look alike."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import F, Max, QuerySet

from almoner.core.states import BatchState
from almoner.organisations.lookalikes import Pair, lookalikes
from almoner.organisations.models import Likeness
from almoner.organisations.operations import ask_again, propose_likenesses
from almoner.organisations.states import Basis, LikenessState

from .models import DoubtfulMatch

MOST_ROWS = 5  # of a doubt that a page names


def live_doubts() -> QuerySet[DoubtfulMatch]:
    return DoubtfulMatch.objects.filter(batch__state=BatchState.LIVE)


def propose_what_is_in_doubt(*, at: datetime) -> int:
    """Propose what nobody was asked about yet, and say how many that were."""
    again = ask_again(_doubted_anew(), at=at)
    return again + propose_likenesses(chain(_doubted(), lookalikes()), at=at)


def _doubted() -> Iterator[Pair]:
    found = live_doubts().order_by("organisation", "other", "doubt")
    for one, other, doubt in found.values_list("organisation", "other", "doubt").distinct():
        yield Pair(one, other, Basis(doubt))


def _doubted_anew() -> list[int]:
    """Those found right before a later file was in doubt of them again."""
    right = Likeness.objects.filter(other=None, state=LikenessState.RIGHT)
    decided = right.annotate(last=Max("decisions__recorded_at")).values_list("organisation", "last")
    doubted = live_doubts().filter(other=None, organisation__in=right.values("organisation"))
    came = doubted.order_by().values("organisation").annotate(last=Max("batch__recorded_at"))
    latest = dict(came.values_list("organisation", "last"))
    return [key for key, last in decided if key in latest and latest[key] > last]


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A row that left it in doubt whose it is, and the file that it stands in."""

    file_name: str
    sheet: str
    row_number: int


def rows_in_doubt(
    likenesses: Collection[Likeness],
) -> Mapping[tuple[int, int | None], list[DoubtfulRow]]:
    """The first rows that each of these was proposed for, by its two keys: one query."""
    keys = {key for one in likenesses for key in (one.organisation_id, one.other_id) if key}
    found = live_doubts().filter(organisation__in=keys).order_by("pk")
    rows: dict[tuple[int, int | None], list[DoubtfulRow]] = defaultdict(list)
    columns = ("organisation", "other", "_file", "sheet", "row_number")
    named = found.annotate(_file=F("batch__imported_file__file_name"))
    for one, other, file_name, sheet, number in named.values_list(*columns):
        key = Pair(one, other, Basis.PERSON).key
        if len(rows[key]) < MOST_ROWS:
            rows[key].append(DoubtfulRow(file_name, sheet, number))
    return rows
