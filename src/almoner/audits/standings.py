"""How recommendations stood on a day: as management said, as the auditor found, and by when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from almoner.actions.standings import ActionStood, asked_for_stood
from almoner.actions.states import StepKind
from almoner.core.dated import versions_on
from almoner.core.moments import end_of
from almoner.core.references import name_of

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
OVER = (Progress.IMPLEMENTED, Progress.DROPPED)


@dataclass(frozen=True, slots=True)
class Stood:
    """One recommendation on a day: two views of it, never mixed. `agreed` is what management agreed
    to do about it, the leading action first.
    """

    recommendation: Recommendation
    on: date
    response: Response | None
    agreed: tuple[ActionStood, ...]
    verdict: Verdict | None

    @property
    def action(self) -> ActionStood | None:
        """The leading action, whose owner answers for the whole."""
        return self.agreed[0] if self.agreed else None

    @property
    def others(self) -> tuple[ActionStood, ...]:
        return self.agreed[1:]

    @property
    def to_do(self) -> list[ActionStood]:
        return [one for one in self.agreed if one.is_to_do]

    @property
    def progress(self) -> Progress:
        """How far it has got, as management says it: the leading action speaks for the whole, but
        it is not over while another is to be done, and has begun once another has.
        """
        if self.response is None:
            return Progress.UNANSWERED
        if self.response.answer == Answer.REJECTED:
            return Progress.REJECTED
        if self.action is None:
            return Progress.IMPLEMENTED
        said = PROGRESS[self.action.kind]
        has_begun = any(not one.is_dropped and one.kind != StepKind.OPENED for one in self.others)
        is_held_up = any(one.is_to_do for one in self.others)
        if (is_held_up and said in OVER) or (has_begun and said == Progress.NOT_STARTED):
            return Progress.IN_PROGRESS
        return said

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
        """When the whole is due: the last day of what is to be done or, once all of it is, of what
        was not dropped.
        """
        return max((one.due_on for one in self._counted), default=None)

    @property
    def first_due_on(self) -> date | None:
        """The same by the days that those actions had at first."""
        return max((one.first_due_on for one in self._counted), default=None)

    @property
    def _counted(self) -> Sequence[ActionStood]:
        return self.to_do or [one for one in self.agreed if not one.is_dropped] or self.agreed

    @property
    def next_on(self) -> date | None:
        """The first day on which something is due of what is to be done."""
        return min((one.due_on for one in self.to_do), default=self.due_on)

    @property
    def is_overdue(self) -> bool:
        """Whether anything that was agreed is late."""
        return self.is_open and any(one.is_overdue(self.on) for one in self.agreed)

    @property
    def moves(self) -> int:
        """How often a day was moved, of all that was agreed."""
        return sum(one.moves for one in self.agreed)

    @property
    def days_slipped(self) -> int:
        """By how many days the day was moved that was moved furthest."""
        return max((one.days_slipped for one in self.agreed), default=0)

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
    names = [name_of(one) for one in found if one.action_id]
    asked_for = asked_for_stood(names, on=on, known_before=known_before)
    return [
        Stood(
            one,
            on,
            answered.get(one.pk),
            _agreed(one, asked_for.get(name_of(one), [])),
            verified.get(one.pk),
        )
        for one in found
    ]


def _agreed(one: Recommendation, asked_for: list[ActionStood]) -> tuple[ActionStood, ...]:
    """The leading action first; nothing before that was agreed."""
    leading = [stood for stood in asked_for if stood.action.pk == one.action_id]
    others = [stood for stood in asked_for if stood.action.pk != one.action_id]
    return (*leading, *others) if leading else ()


def _spoken(
    versions: QuerySet[Version], keys: list[int], *, on: date, known_before: datetime | None
) -> QuerySet[Version]:
    """What speaks for each of these recommendations, with who said it."""
    mine = versions.filter(recommendation__in=keys).select_related("given_by")
    return versions_on(mine, "recommendation", on=on, known_before=known_before)


def agreed_words(one: Stood) -> str:
    """All that was agreed about it, as one text: what management answered, then the others."""
    first = one.response.agreed if one.response else ""
    return "; ".join(said for said in (first, *(two.action.what for two in one.others)) if said)


def owners_named(one: Stood) -> str:
    """Whoever does what was agreed about it, the owner of the leading action first."""
    return ", ".join(dict.fromkeys(two.owner_name for two in one.agreed))


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
