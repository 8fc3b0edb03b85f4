"""What officials owe: editions, authorities and withholdings to look at, findings to judge."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.batches import BatchEvent
from almoner.core.due import (
    Due,
    Worker,
    declare_due,
    declare_due_changed_by,
    declare_unrecorded_due,
)
from almoner.core.periods import period_in_words
from almoner.core.references import name_of
from almoner.framework.calendar import edition_due_on, period_named
from almoner.framework.duties import Duty
from almoner.framework.events import FrameworkEvent

from .due_copies import copies_owed
from .due_editions import duties_kept
from .events import AuthorityEvent, FindingEvent, ImportEvent, WithholdingEvent
from .faults import MENDERS, who_mends
from .findings import live_findings, not_brought_in_by
from .kinds import Register
from .models import Preparation, Review, StandingAuthority, Withholding
from .policies import JUDGES
from .publicity import withholdings_in_force
from .queries import authorities_waiting
from .reasons import FindingState
from .states import AuthorityState, PreparationState, WithholdingState

__all__ = ["copies_owed"]  # declared there, found here

NOTICE = timedelta(days=14)

# What awaits a second person, who began it, and what to do. Nobody is named: mail says it too.
SECOND = {
    WithholdingState.TAKEN_DOWN: (
        "proposed_by",
        gettext_lazy("Look at what was taken down: %(reference)s"),
    ),
    WithholdingState.PROPOSED: (
        "proposed_by",
        gettext_lazy("Decide what to withhold: %(reference)s"),
    ),
    WithholdingState.LIFTING: (
        "lifting_proposed_by",
        gettext_lazy("Decide what need not be withheld any more: %(reference)s"),
    ),
}


@declare_due_changed_by(WithholdingEvent)
def withholdings_awaiting_second_person(worker: Worker, _on: date) -> Iterator[Due]:
    if Role.APPROVER in worker.roles:
        mine = people_of(worker)
        waiting = Withholding.objects.filter(state__in=SECOND).order_by("pk")
        for one in waiting.select_related(*{first for first, _what in SECOND.values()}):
            first, what = SECOND[WithholdingState(one.state)]
            if getattr(one, first).reference not in mine:
                yield Due(name_of(one), str(what) % {"reference": one}, "read")


@declare_due_changed_by(WithholdingEvent)
def withholdings_to_review(worker: Worker, on: date) -> Iterator[Due]:
    """Withholdings that are to be reviewed within a fortnight, for approvers."""
    if Role.APPROVER in worker.roles:
        soon = withholdings_in_force().filter(review_on__lte=on + NOTICE)
        for one in soon.order_by("review_on", "pk"):
            what = _("Review whether it is still to be withheld: %(reference)s")
            yield Due(name_of(one), what % {"reference": one}, "read", one.review_on)


@declare_due
def editions_under_way(worker: Worker, on: date) -> Iterator[Due]:
    """Editions to submit, for their owners, and to approve, for publishers who did not make them.

    On the day they are due, for their deputies as well; once they are late, for approvers too.
    """
    if not worker.roles:
        return
    for kept in duties_kept(on=on):
        for preparation in kept.under_way:
            period = period_named(kept.duty, preparation.period)
            due_on = edition_due_on(kept.duty, period)
            if _is_theirs(preparation, kept.duty, worker, days_late=(on - due_on).days):
                words = {"what": kept.duty.what, "period": period_in_words(period)}
                what = _to_do(preparation) % words
                yield Due(about=name_of(preparation), what=what, verb="read", due_on=due_on)


@declare_due_changed_by(AuthorityEvent, FrameworkEvent)
def authorities_to_decide(worker: Worker, on: date) -> Iterator[Due]:
    """Authorities that wait for a second publisher, or that rest on the operator's word."""
    if Role.PUBLISHER not in worker.roles:
        return
    for authority in authorities_waiting(people_of(worker), on=on):
        if authority.state != AuthorityState.PROPOSED:
            yield _about(authority, _("Confirm the authority that the operator granted: %(duty)s"))
        elif authority.proposed_by and authority.proposed_by.actor not in worker.actors:
            yield _about(authority, _("Confirm or refuse a standing authority: %(duty)s"))


@declare_due_changed_by(FindingEvent, ImportEvent, BatchEvent)
def findings_to_judge(worker: Worker, _on: date) -> Iterator[Due]:
    """What holds rows, for whoever judges in the register and did not bring it in: a line each."""
    theirs = [register for register in Register if JUDGES[register] & worker.roles]
    if not theirs:
        return
    holding = live_findings(theirs).filter(blocks=True, state=FindingState.WAITING)
    waiting = not_brought_in_by(holding, worker.actors).order_by().values("register")
    for one in waiting.annotate(count=Count("pk")).order_by("register"):
        what = ngettext(
            "Judge what holds rows of %(register)s back: %(count)d finding",
            "Judge what holds rows of %(register)s back: %(count)d findings",
            one["count"],
        )
        register = Register(one["register"])
        words = {"register": register.label.lower(), "count": one["count"]}
        yield Due(f"registers.findings:{register}", what % words, "read")


@declare_unrecorded_due
def faults_to_mend(worker: Worker, on: date) -> Iterator[Due]:
    """Editions on their way with rows that somebody can mend: a line each, for whoever can."""
    if not worker.roles & MENDERS:
        return
    under_way = [(kept.duty, one) for kept in duties_kept(on=on) for one in kept.under_way]
    found = Review.objects.filter(preparation__in=[one for _duty, one in under_way])
    reviews = {one.preparation_id: one for one in found} if under_way else {}
    for duty, preparation in under_way:
        if preparation.pk in reviews:
            count = _rows_to_mend(reviews[preparation.pk], duty, worker)
            if count:
                period = period_in_words(period_named(duty, preparation.period))
                words = {"what": duty.what, "period": period, "count": count}
                what = ngettext(
                    "Mend what you can in an edition: %(what)s (%(period)s), %(count)d row",
                    "Mend what you can in an edition: %(what)s (%(period)s), %(count)d rows",
                    count,
                )
                yield Due(name_of(preparation), what % words, "mend")


def _rows_to_mend(review: Review, duty: Duty, worker: Worker) -> int:
    if str(duty.dataset) not in Register.values:
        return 0
    theirs = [
        fault["rows"]
        for fault in review.faults
        if who_mends(fault["code"], Register(duty.dataset)) & worker.roles
    ]
    return max(theirs, default=0)


def _is_theirs(preparation: Preparation, duty: Duty, worker: Worker, *, days_late: int) -> bool:
    if days_late >= 0 and duty.deputy in worker.roles:
        return True
    if days_late > 0 and Role.APPROVER in worker.roles:
        return True
    if preparation.state != PreparationState.SUBMITTED:
        return duty.owner in worker.roles
    authors = [one for one in (preparation.drafted_by, preparation.submitted_by) if one]
    is_author = bool(worker.actors & {author.actor for author in authors})
    return Role.PUBLISHER in worker.roles and not is_author


def _to_do(preparation: Preparation) -> str:
    if preparation.state == PreparationState.SUBMITTED:
        return _("Approve an edition: %(what)s (%(period)s)")
    return _("Review and submit an edition: %(what)s (%(period)s)")


def _about(authority: StandingAuthority, what: str) -> Due:
    return Due(about=name_of(authority), what=what % {"duty": authority.duty}, verb="read")
