"""How actions stood on a day, by what was known then: read from their steps alone."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from almoner.core.moments import day_of, end_of

from .models import Step
from .states import StepKind

# Of a step that is none of these, an action is neither further nor back.
TELLING = {
    StepKind.OPENED,
    StepKind.PROGRESS,
    StepKind.DONE,
    StepKind.SENT_BACK,
    StepKind.VERIFIED,
    StepKind.DROPPED,
}


@dataclass(frozen=True, slots=True)
class ActionStood:
    """Where an action had got to: the last step that tells, its days, and how often they moved."""

    kind: StepKind
    told_at: datetime
    owner_id: int
    owner_name: str
    due_on: date
    first_due_on: date
    moves: int = 0
    moved_at: datetime | None = None

    @property
    def is_unfinished(self) -> bool:
        return self.kind not in {StepKind.VERIFIED, StepKind.DROPPED}

    @property
    def is_to_do(self) -> bool:
        return self.is_unfinished and self.kind != StepKind.DONE

    @property
    def days_slipped(self) -> int:
        return max((self.due_on - self.first_due_on).days, 0)

    def is_overdue(self, on: date) -> bool:
        return self.is_to_do and self.due_on < on

    @property
    def told_on(self) -> date:
        return day_of(self.told_at)


def actions_stood(
    actions: Collection[int], *, on: date, known_before: datetime | None = None
) -> dict[int, ActionStood]:
    """How each of these actions, by key, stood at the end of a day: one query. Without
    `known_before`, as now known. What was not opened by then is left out.
    """
    steps = Step.objects.filter(action__in=actions, taken_at__lt=end_of(on))
    if known_before is not None:
        steps = steps.filter(recorded_at__lt=known_before)
    stood: dict[int, ActionStood] = {}
    for step in steps.select_related("owner", "action").order_by("pk"):
        stood[step.action_id] = _after(stood.get(step.action_id), step)
    return stood


def _after(before: ActionStood | None, step: Step) -> ActionStood:
    kind = StepKind(step.kind)
    if before is None:
        first = step.action.first_due_on
        before = ActionStood(
            kind, step.taken_at, step.owner_id, step.owner.name, step.due_on, first
        )
    after = replace(before, owner_id=step.owner_id, owner_name=step.owner.name, due_on=step.due_on)
    if kind in TELLING:
        after = replace(after, kind=kind, told_at=step.taken_at)
    if kind == StepKind.MOVED:
        after = replace(after, moves=before.moves + 1, moved_at=step.taken_at)
    return after
