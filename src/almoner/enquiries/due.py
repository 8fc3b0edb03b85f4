"""What is due about enquiries: danger one by one, the rest as a count of each queue."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.references import name_of

from .events import EnquiryEvent
from .queries import in_queues_of, open_enquiries
from .states import EnquiryState
from .subjects import IN_DANGER, Subject

QUEUE = "enquiries.queue"


@declare_due_changed_by(EnquiryEvent)
def people_in_danger(worker: Worker, _on: date) -> Iterator[Due]:
    if worker.roles & IN_DANGER:
        for one in open_enquiries().filter(is_danger=True).order_by("received_at", "pk"):
            what = _("Somebody may be in danger: read %(reference)s now")
            yield Due(name_of(one), what % {"reference": one}, "read", is_urgent=True)


@declare_due_changed_by(EnquiryEvent)
def enquiries_to_answer(worker: Worker, on: date) -> Iterator[Due]:
    """Those that nobody has taken, those that the worker has, and what anybody has taken that is
    overdue: whoever took it may be away for good. By subject.
    """
    mine = Q(taken_by__reference__in=people_of(worker))
    found = open_enquiries().filter(in_queues_of({Role(role) for role in worker.roles}))
    wanted = Q(state=EnquiryState.WAITING) | mine | Q(due_on__lt=on)
    theirs = found.filter(wanted, is_danger=False)
    queues = (
        theirs.order_by("subject").values("subject").annotate(n=Count("*"), first=Min("due_on"))
    )
    for queue in queues:
        what = ngettext(
            "Answer %(count)d enquiry: %(subject)s",
            "Answer %(count)d enquiries: %(subject)s",
            queue["n"],
        )
        said = what % {"count": queue["n"], "subject": Subject(queue["subject"]).label}
        yield Due(f"{QUEUE}:{queue['subject']}", said, "read", queue["first"])
