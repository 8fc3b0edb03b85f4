"""What is due about the framework: a second person for a version that was proposed."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due
from almoner.core.references import name_of

from .models import FrameworkVersion
from .states import VersionState


@declare_due
def framework_to_approve(worker: Worker, _on: date) -> Iterator[Due]:
    """A version that awaits a second person, for whoever could be it, by its first day."""
    if Role.APPROVER in worker.roles:
        waiting = FrameworkVersion.objects.filter(state=VersionState.PROPOSED)
        for one in waiting.exclude(proposed_by__reference__in=people_of(worker)).order_by("pk"):
            yield Due(
                about=name_of(one),
                what=_("Approve another version of the framework"),
                verb="read",
                due_on=one.first_day,
            )
