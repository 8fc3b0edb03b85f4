"""What officials owe to withholdings: a second person, and a review."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due
from almoner.core.references import name_of

from .models import Withholding
from .publicity import withholdings_in_force
from .states import WithholdingState

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


@declare_due
def withholdings_awaiting_second_person(worker: Worker, _on: date) -> Iterator[Due]:
    if Role.APPROVER in worker.roles:
        mine = people_of(worker)
        for state, (first, what) in SECOND.items():
            theirs = Q(**{f"{first}__reference__in": mine})
            for one in Withholding.objects.filter(state=state).exclude(theirs).order_by("pk"):
                yield Due(name_of(one), str(what) % {"reference": one}, "read")


@declare_due
def withholdings_to_review(worker: Worker, on: date) -> Iterator[Due]:
    """Withholdings that are to be reviewed within a fortnight, for approvers."""
    if Role.APPROVER in worker.roles:
        soon = withholdings_in_force().filter(review_on__lte=on + NOTICE)
        for one in soon.order_by("review_on", "pk"):
            what = _("Review whether it is still to be withheld: %(reference)s")
            yield Due(name_of(one), what % {"reference": one}, "read", one.review_on)
