"""What risks ask of whom: of owners a review, sooner where a board is told of theirs; of approvers
to accept what is very high.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import (
    Due,
    Sitting,
    Worker,
    declare_due_changed_by,
    declare_due_to_board,
)
from almoner.core.references import name_of
from almoner.framework.events import FrameworkEvent

from .escalation import for_board, standing_of
from .events import RiskEvent
from .models import Assessment
from .queries import assessments_on, is_accepted, worst_first
from .scores import bounds_on

NOTICE = timedelta(days=14)
MOST = 20  # an agenda names no more


@declare_due_changed_by(RiskEvent, FrameworkEvent)
def risks_to_look_at(worker: Worker, on: date) -> Iterator[Due]:
    """For their owners: those whose review is within a fortnight, and those that a board is told
    of, until they have looked at them since.
    """
    owned = assessments_on(on).filter(owner__reference__in=people_of(worker))
    for one, escalated in standing_of(owned, on=on):
        said = {"reference": one.risk}
        if one.review_on <= on + NOTICE:
            what = _("Look again at a risk: %(reference)s") % said
            yield Due(name_of(one.risk), what, "read", one.review_on, _called(one))
        for told in escalated:
            if not told.was_looked_at and told.look_by <= on + NOTICE:
                what = _("Look again at a risk that goes to the %(board)s: %(reference)s")
                words = what % {**said, "board": told.title}
                yield Due(name_of(one.risk), words, "read", told.look_by, _called(one))


@declare_due_changed_by(RiskEvent, FrameworkEvent)
def risks_to_accept(worker: Worker, on: date) -> Iterator[Due]:
    """Very high ones that nobody accepts, for approvers who could: the worst first."""
    if Role.APPROVER not in worker.roles:
        return
    mine = people_of(worker)
    high = assessments_on(on).filter(current_score__gte=bounds_on(on).escalated)
    others = high.exclude(owner__reference__in=mine).exclude(assessed_by__reference__in=mine)
    for one in worst_first(others.exclude(is_accepted(on))):
        what = _("Accept a very high risk, or have it brought down: %(reference)s")
        said = what % {"reference": one.risk}
        yield Due(name_of(one.risk), said, "read", called=_called(one))


@declare_due_to_board
def risks_for_board(sitting: Sitting, on: date) -> Iterator[Due]:
    """Those that go to it by the framework's rules, the worst first, but for restricted ones."""
    for one in for_board(sitting.code, on=on)[:MOST]:
        risk = one.assessment.risk
        what = _("Look at a risk: %(reference)s") % {"reference": risk}
        yield Due(name_of(risk), what, "read", called=one.assessment.event)


def _called(one: Assessment) -> str:
    return "" if one.risk.is_restricted else one.event
