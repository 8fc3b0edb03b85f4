"""What agreements ask of whoever manages them. What mail says too names nobody and nothing."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.actions.events import ActionEvent
from almoner.assurance.events import ControlEvent
from almoner.boards.events import BoardEvent, ItemEvent, MeetingEvent, MinuteEvent
from almoner.boards.kinds import Watched
from almoner.commissions.events import (
    AssessmentEvent,
    CaseEvent,
    ConsultationEvent,
    GateEvent,
    PlanEvent,
    RouteTestEvent,
)
from almoner.core.due import (
    Due,
    Sitting,
    Worker,
    declare_due_to_board,
    declare_due_unchanged_by,
)
from almoner.core.once import asked_once
from almoner.core.references import name_of
from almoner.decisions.events import DecisionEvent, DelegationEvent
from almoner.documents.events import CommentEvent, FileEvent, FillingEvent, TemplateEvent
from almoner.enquiries.events import EnquiryEvent
from almoner.followers.events import FollowEvent
from almoner.framework.events import FrameworkEvent, OfficeEvent
from almoner.funding.events import BudgetLineEvent, FundEvent, TransferEvent
from almoner.outbox.events import MessageEvent
from almoner.risks.events import RiskEvent
from almoner.statements.events import StatementEvent

from .diary import Entry, Occasion, diary, entries_of, near
from .managed import Managed

NOBODYS = "agreements.diary:nobody"  # the page of what nobody manages
NOTICE = {
    Occasion.NOTICE: timedelta(days=60),
    Occasion.ENDS: timedelta(days=90),
    Occasion.REVIEW: timedelta(days=30),
}
LONGEST = max(NOTICE.values())
TO_COMMISSION = timedelta(days=183)  # what follows an agreement takes a case half a year
MOST = 20  # an agenda names no more
# Of rooms that know no agreement: files that are read in are lines of a room above this one.
QUIET = (
    *(ActionEvent, RiskEvent, CaseEvent, RouteTestEvent, ConsultationEvent, AssessmentEvent),
    *(GateEvent, PlanEvent, DecisionEvent, DelegationEvent, OfficeEvent),
    *(BoardEvent, MeetingEvent, ItemEvent, MinuteEvent),
    *(CommentEvent, FileEvent, FillingEvent, TemplateEvent, FrameworkEvent, ControlEvent),
    *(BudgetLineEvent, FundEvent, TransferEvent, EnquiryEvent, FollowEvent, MessageEvent),
    StatementEvent,
)
WHAT = {
    Occasion.NOTICE: gettext_lazy("Last day to give notice: %(kind)s %(reference)s"),
    Occasion.ENDS: gettext_lazy("It ends: %(kind)s %(reference)s"),
    Occasion.REVIEW: gettext_lazy("Review: %(kind)s %(reference)s"),
}


@asked_once
def _near(on: date) -> list[Managed]:
    """Asked once for all three sources."""
    return near(on, until=on + LONGEST)


def _theirs(worker: Worker, on: date) -> list[Managed]:
    people = people_of(worker)
    return [one for one in _near(on) if one.manager and one.manager.reference in people]


@declare_due_unchanged_by(*QUIET)
def days_of_agreements(worker: Worker, on: date) -> Iterator[Due]:
    """Notice within 60 days, ends within 90 and reviews within 30, for whoever manages them."""
    if Role.AGREEMENT_MANAGER not in worker.roles:
        return
    for entry in entries_of(_theirs(worker, on), on=on, until=on + LONGEST):
        if _is_soon(entry, on):
            about = name_of(entry.version.agreement)
            called = entry.version.called
            yield Due(about, _what(entry), "read", entry.day, called)


@declare_due_unchanged_by(*QUIET)
def days_of_nobodys_agreements(worker: Worker, on: date) -> Iterator[Due]:
    """One line for all that nobody manages: nobody reads hundreds."""
    if Role.AGREEMENT_MANAGER not in worker.roles:
        return
    nobodys = [one for one in _near(on) if not one.is_looked_after]
    count = sum(_is_soon(entry, on) for entry in entries_of(nobodys, on=on, until=on + LONGEST))
    if count:
        words = ngettext(
            "Nobody manages it: %(count)d agreement day is near or overdue",
            "Nobody manages them: %(count)d agreement days are near or overdue",
            count,
        )
        yield Due(NOBODYS, words % {"count": count}, "read")


@declare_due_unchanged_by(*QUIET)
def days_that_the_register_moved(worker: Worker, on: date) -> Iterator[Due]:
    """Agreements of which a later file says another end or review than their manager set. Of rows
    that only repeat another nothing is asked.
    """
    if Role.AGREEMENT_MANAGER not in worker.roles:
        return
    for one in _theirs(worker, on):
        if one.was_moved:
            agreement = one.version.agreement
            what = _("The register says another day now: %(kind)s %(reference)s")
            said = {"kind": agreement.get_kind_display().lower(), "reference": agreement}
            yield Due(name_of(agreement), what % said, "read", called=one.version.called)


def _is_soon(entry: Entry, on: date) -> bool:
    warned = NOTICE.get(entry.occasion)
    return warned is not None and entry.day <= on + warned


def _what(entry: Entry) -> str:
    agreement = entry.version.agreement
    said = {"kind": agreement.get_kind_display().lower(), "reference": agreement}
    return str(WHAT[entry.occasion]) % said


@declare_due_to_board
def agreements_for_board(sitting: Sitting, on: date) -> Iterator[Due]:
    """For boards that look after agreements, those that somebody manages and that end within half a
    year, the soonest first: what is to follow them? They are not called by what they say, since
    that may be withheld.
    """
    if Watched.AGREEMENTS not in sitting.watched:
        return
    entries = diary(on, until=on + TO_COMMISSION, is_looked_after=True)
    ending = [one for one in entries if one.occasion == Occasion.ENDS and not one.is_overdue]
    for entry in ending[:MOST]:
        about = name_of(entry.version.agreement)
        yield Due(about, _what(entry), "read", entry.day)
