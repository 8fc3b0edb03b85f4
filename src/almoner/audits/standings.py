"""How recommendations stood on a day: as management said, as the auditor found, and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from almoner.actions.standings import ActionStood, actions_stood
from almoner.actions.states import StepKind
from almoner.core.dated import versions_on
from almoner.core.moments import end_of

from .kinds import CLOSING, GIVEN_UP, Answer, Finds
from .models import Recommendation, Response, ReviewStep, Verdict
from .queries import in_full
from .states import ISSUED, Progress

Version = TypeVar("Version", Response, Verdict)
PROGRESS = {
    StepKind.OPENED: Progress.NOT_STARTED,
    StepKind.PROGRESS: Progress.IN_PROGRESS,
    StepKind.SENT_BACK: Progress.IN_PROGRESS,
    StepKind.DONE: Progress.IMPLEMENTED,
    StepKind.VERIFIED: Progress.IMPLEMENTED,
    StepKind.DROPPED: Progress.DROPPED,
}


@dataclass(frozen=True, slots=True)
class Stood:
    """One recommendation on a day: two views of it, never mixed."""

    recommendation: Recommendation
    on: date
    response: Response | None
    action: ActionStood | None
    verdict: Verdict | None

    @property
    def progress(self) -> Progress:
        """How far it has got, as management says it."""
        if self.response is None:
            return Progress.UNANSWERED
        if self.response.answer == Answer.REJECTED:
            return Progress.REJECTED
        return PROGRESS[self.action.kind] if self.action else Progress.IMPLEMENTED

    @property
    def is_open(self) -> bool:
        """Whether the auditor has still to be satisfied."""
        return self.verdict is None or self.verdict.finds not in CLOSING

    @property
    def is_verified(self) -> bool:
        return self.verdict is not None and self.verdict.finds == Finds.FULLY

    @property
    def is_given_up(self) -> bool:
        """Superseded, or its risk accepted: nobody implements it any more."""
        return self.verdict is not None and self.verdict.finds in GIVEN_UP

    @property
    def due_on(self) -> date | None:
        return self.action.due_on if self.action else None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.action is not None and self.action.is_overdue(self.on)

    @property
    def moves(self) -> int:
        return self.action.moves if self.action else 0

    @property
    def days_slipped(self) -> int:
        return self.action.days_slipped if self.action else 0

    @property
    def age(self) -> int:
        """How many days ago it was issued."""
        issued = self.recommendation.review.issued_on
        return (self.on - issued).days if issued else 0


def recommendations_as_at(on: date) -> list[Stood]:
    """Every recommendation that was issued by a day, as it stood by what was recorded that day:
    five queries, however many there are.
    """
    known = end_of(on)
    return stood(issued_by(on, known_before=known), on=on, known_before=known)


def recommendations_known(on: date) -> list[Stood]:
    """The same as now known: with what was recorded since of that day."""
    return stood(issued_by(on), on=on)


def open_recommendations(on: date) -> list[Stood]:
    """Those of which the auditor was not yet satisfied, as at a day."""
    return [one for one in recommendations_as_at(on) if one.is_open]


def implemented_recommendations(on: date) -> list[Stood]:
    """Those that the auditor had found fully implemented, as at a day."""
    return [one for one in recommendations_as_at(on) if one.is_verified]


def issued_by(on: date, *, known_before: datetime | None = None) -> QuerySet[Recommendation]:
    """Those whose report was final by a day, and recorded before a moment."""
    final = ReviewStep.objects.filter(
        review=OuterRef("review"), state__in=ISSUED, valid_from__lte=on
    )
    if known_before is not None:
        final = final.filter(recorded_at__lt=known_before)
    return in_full(Recommendation.objects.filter(Exists(final)))


def stood(
    recommendations: QuerySet[Recommendation] | Iterable[Recommendation],
    *,
    on: date,
    known_before: datetime | None = None,
) -> list[Stood]:
    """How each of these stood on a day: three queries beside their own."""
    found = list(recommendations)
    keys = [one.pk for one in found]
    responses, verdicts = Response.objects.all(), Verdict.objects.all()
    answered = {
        one.recommendation_id: one
        for one in _spoken(responses, keys, on=on, known_before=known_before)
    }
    verified = {
        one.recommendation_id: one
        for one in _spoken(verdicts, keys, on=on, known_before=known_before)
    }
    actions = actions_stood(
        [one.action_id for one in found if one.action_id], on=on, known_before=known_before
    )
    return [
        Stood(
            one,
            on,
            answered.get(one.pk),
            actions.get(one.action_id) if one.action_id else None,
            verified.get(one.pk),
        )
        for one in found
    ]


def _spoken(
    versions: QuerySet[Version], keys: list[int], *, on: date, known_before: datetime | None
) -> QuerySet[Version]:
    """What speaks for each of these recommendations, with who said it."""
    mine = versions.filter(recommendation__in=keys).select_related("given_by")
    return versions_on(mine, "recommendation", on=on, known_before=known_before)


@dataclass(frozen=True, slots=True)
class Age:
    """How many open recommendations are so old, and how many of those are overdue or slipped."""

    first: int
    last: int | None
    count: int
    overdue: int
    slipped: int


BANDS: tuple[tuple[int, int | None], ...] = ((0, 90), (91, 180), (181, 365), (366, None))


def ageing(rows: Iterable[Stood]) -> list[Age]:
    """Open recommendations by how many days ago they were issued."""
    still = [one for one in rows if one.is_open]
    ages = []
    for first, last in BANDS:
        within = [one for one in still if one.age >= first and (last is None or one.age <= last)]
        ages.append(
            Age(
                first,
                last,
                len(within),
                sum(one.is_overdue for one in within),
                sum(one.moves > 0 or one.days_slipped > 0 for one in within),
            )
        )
    return ages
