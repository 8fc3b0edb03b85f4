"""How actions stood on a day, by what was known then: read from their steps alone."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet

from almoner.accounts.models import User
from almoner.core.moments import day_of, end_of

from .models import Action, Step
from .states import ActionState, StepKind

# Of a step that is none of these, an action is neither further nor back.
TELLING = {
    StepKind.OPENED,
    StepKind.PROGRESS,
    StepKind.DONE,
    StepKind.SENT_BACK,
    StepKind.VERIFIED,
    StepKind.DROPPED,
}
ENDS = {
    StepKind.DONE: ActionState.DONE,
    StepKind.VERIFIED: ActionState.VERIFIED,
    StepKind.DROPPED: ActionState.DROPPED,
}


@dataclass(frozen=True, slots=True)
class ActionStood:
    """Where an action had got to: the last step that tells, its days, and how often they moved."""

    action: Action
    kind: StepKind
    told_at: datetime
    owner: User
    verifier: User
    due_on: date
    moves: int = 0
    moved_at: datetime | None = None

    @property
    def owner_name(self) -> str:
        return self.owner.name

    @property
    def first_due_on(self) -> date:
        return self.action.first_due_on

    @property
    def state(self) -> ActionState:
        return ENDS.get(self.kind, ActionState.OPEN)

    def get_state_display(self) -> str:
        return str(self.state.label)

    @property
    def is_dropped(self) -> bool:
        return self.kind == StepKind.DROPPED

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
    return _stood(Step.objects.filter(action__in=actions), on=on, known_before=known_before)


def asked_for_stood(
    sources: Collection[str], *, on: date, known_before: datetime | None = None
) -> dict[str, list[ActionStood]]:
    """The same of every action that each of these things asked for, by their names in the ledger,
    the first opened first: one query. Restricted ones are left out.
    """
    steps = Step.objects.filter(action__source__in=sources, action__is_restricted=False)
    found: dict[str, list[ActionStood]] = {}
    stood = _stood(steps, on=on, known_before=known_before)
    for key in sorted(stood):
        found.setdefault(stood[key].action.source, []).append(stood[key])
    return found


def _stood(
    steps: QuerySet[Step], *, on: date, known_before: datetime | None
) -> dict[int, ActionStood]:
    known = steps.filter(taken_at__lt=end_of(on))
    if known_before is not None:
        known = known.filter(recorded_at__lt=known_before)
    stood: dict[int, ActionStood] = {}
    for step in known.select_related("owner", "verifier", "action").order_by("pk"):
        stood[step.action_id] = _after(stood.get(step.action_id), step)
    return stood


def _after(before: ActionStood | None, step: Step) -> ActionStood:
    kind = StepKind(step.kind)
    if before is None:
        before = ActionStood(
            step.action, kind, step.taken_at, step.owner, step.verifier, step.due_on
        )
    after = replace(before, owner=step.owner, verifier=step.verifier, due_on=step.due_on)
    if kind in TELLING:
        after = replace(after, kind=kind, told_at=step.taken_at)
    if kind == StepKind.MOVED:
        after = replace(after, moves=before.moves + 1, moved_at=step.taken_at)
    return after
