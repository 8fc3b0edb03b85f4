"""What decisions ask of people: to approve, advise, answer, submit, and publish what waited."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.commissions.events import CaseEvent, GateEvent
from almoner.commissions.models import Commission
from almoner.commissions.queries import READERS, READERS_OF_RESTRICTED, cases_of, members_on
from almoner.core.due import (
    Due,
    Sitting,
    Worker,
    declare_due_changed_by,
    declare_due_to_board,
)
from almoner.core.references import name_of
from almoner.framework.events import OfficeEvent
from almoner.framework.holding import offices_open_to
from almoner.framework.queries import framework_on

from .events import DecisionEvent, DelegationEvent
from .kinds import ADVISERS, Subject
from .models import Advice, Approval, Decision, DecisionText
from .policies import PUBLISHERS, WRITERS
from .queries import decisions, part_ones_due, written_by
from .scheme import Step, steps_in
from .states import OPEN_TO_CHANGE, DecisionState

NOTICE = timedelta(days=7)
CHANGED_BY = (CaseEvent, GateEvent, DecisionEvent, DelegationEvent, OfficeEvent)


def _seen_by(worker: Worker, found: QuerySet[Decision], on: date) -> QuerySet[Decision]:
    if worker.roles & READERS_OF_RESTRICTED:
        return found
    mine = cases_of(people_of(worker), on=on)
    cases = Commission.objects.filter(mine)
    seen = Q(commission__is_restricted=False) | Q(commission__in=cases.values("pk"))
    of_the_body = Q(kept_close=False) | written_by(people_of(worker))
    return found.filter(seen | Q(commission=None) & of_the_body)


def _not_theirs(worker: Worker, found: QuerySet[Decision]) -> QuerySet[Decision]:
    mine = people_of(worker)
    texts = DecisionText.objects.filter(decision=OuterRef("pk"), written_by__reference__in=mine)
    return found.exclude(author__reference__in=mine).exclude(Exists(texts))


@declare_due_changed_by(*CHANGED_BY)
def decisions_to_approve(worker: Worker, on: date) -> Iterator[Due]:
    """For whoever holds the office whose turn it is, or deputises for them, and has no part in it.

    While advice is missing it is nobody's turn yet.
    """
    if not worker.roles & READERS:
        return
    mine = people_of(worker)
    offices = offices_open_to(worker, on=on)
    team = members_on(on).filter(commission=OuterRef("commission"), person__reference__in=mine)
    earlier = Approval.objects.filter(submission=OuterRef("asked"), decided_by__reference__in=mine)
    waiting = decisions().filter(state=DecisionState.SUBMITTED)
    waiting = _not_theirs(worker, waiting).exclude(commission__lead__reference__in=mine)
    waiting = waiting.exclude(Exists(team) | Exists(earlier))
    for one, step in _with_steps(waiting):
        is_mine = step.person in mine if step.person else step.office in offices
        if is_mine and (not step.role or step.role in worker.roles):
            what = _("Approve, return or refuse: %(number)s") % {"number": one.called}
            yield Due(name_of(one), what, "sign", called=_title(one))


@declare_due_to_board
def decisions_for_board(sitting: Sitting, on: date) -> Iterator[Due]:
    """Those where it is the turn of an office that acts in the meetings of a board."""
    codes = {one.code for one in framework_on(on).offices if one.board == sitting.code}
    if not codes:
        return
    for one, step in _with_steps(decisions().filter(state=DecisionState.SUBMITTED)):
        if step.office in codes:
            what = _("Approve, return or refuse: %(number)s") % {"number": one.called}
            yield Due(name_of(one), what, "read", called=_title(one))


def _with_steps(waiting: QuerySet[Decision]) -> Iterator[tuple[Decision, Step]]:
    """Those that are advised on, each with the step that it awaits: one question."""
    counted = waiting.annotate(
        taken=Count("asked__said", distinct=True),
        advised=Count("current__advice__subject", distinct=True),
    )
    for one in counted.filter(advised=len(Subject)).order_by("pk"):
        steps = steps_in(one.asked.steps) if one.asked else []
        if one.taken < len(steps):
            yield one, steps[one.taken]


@declare_due_changed_by(*CHANGED_BY)
def advice_to_give(worker: Worker, on: date) -> Iterator[Due]:
    """Finance advice, for finance: of the other subjects nobody knows whose they are."""
    if not worker.roles & ADVISERS[Subject.FINANCE]:
        return
    given = Advice.objects.filter(text=OuterRef("current"), subject=Subject.FINANCE)
    waiting = decisions().filter(state=DecisionState.SUBMITTED).exclude(Exists(given))
    for one in _not_theirs(worker, _seen_by(worker, waiting, on)).order_by("pk"):
        what = _("Give finance advice: %(number)s") % {"number": one.called}
        yield Due(name_of(one), what, "advise", called=_title(one))


@declare_due_changed_by(*CHANGED_BY)
def decisions_to_finish(worker: Worker, _on: date) -> Iterator[Due]:
    """Drafts, and what came back with questions, for who wrote them."""
    if not worker.roles & WRITERS:
        return
    mine = decisions().filter(state__in=OPEN_TO_CHANGE, author__reference__in=people_of(worker))
    for one in mine.order_by("pk"):
        is_draft = one.state == DecisionState.DRAFT
        words = _("Finish and submit: %(title)s") if is_draft else _("Answer and submit: %(title)s")
        name = one.called if one.is_restricted else _title(one)
        yield Due(name_of(one), words % {"title": name}, "read")


@declare_due_changed_by(*CHANGED_BY)
def part_ones_to_publish(worker: Worker, on: date) -> Iterator[Due]:
    """Part 1 that waited and whose day comes within a week, for whoever publishes it."""
    if not worker.roles & PUBLISHERS:
        return
    for one in _seen_by(worker, part_ones_due(on + NOTICE), on).order_by("deferred_until", "pk"):
        what = _("Part 1 is due to be published: %(number)s") % {"number": one.called}
        yield Due(name_of(one), what, "publish", one.deferred_until or on)


def _title(decision: Decision) -> str:
    """What those who see its page know it by; of a restricted case, nothing."""
    if decision.is_restricted or decision.current is None:
        return ""
    return decision.current.title
