"""What is due about the framework and its offices: second persons and confirmations."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.events import PersonEvent
from almoner.accounts.policies import DECIDERS
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.references import name_of

from .events import FrameworkEvent, OfficeEvent
from .holding import papers_that_ask
from .models import FrameworkVersion
from .states import VersionState


@declare_due_changed_by(FrameworkEvent)
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


@declare_due_changed_by(OfficeEvent, PersonEvent)
def offices_to_decide(worker: Worker, _on: date) -> Iterator[Due]:
    """Who is to hold an office, for whoever could be the second person; and the offices held on the
    operator's word, for every official who has not confirmed them.
    """
    if not worker.roles:
        return
    for grant in papers_that_ask(people_of(worker)):
        name = {"name": grant.holder.name}
        if grant.is_operators:
            what = _("Confirm the office that the operator gave %(name)s")
            yield Due(name_of(grant), what % name, "confirm")
        elif worker.roles & DECIDERS:
            what = _("Confirm or refuse that %(name)s hold an office")
            yield Due(name_of(grant), what % name, "decide")
