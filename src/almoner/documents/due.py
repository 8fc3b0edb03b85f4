"""What is due about files that were taken down, and about templates."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.references import name_of

from .events import FileEvent, FillingEvent, TemplateEvent
from .queries import files_taken_down, proposed_templates, reviews_of_templates_due


@declare_due_changed_by(FileEvent)
def files_to_review(worker: Worker, _on: date) -> Iterator[Due]:
    if Role.APPROVER in worker.roles:
        theirs = files_taken_down().filter(taken_down_by__reference__in=people_of(worker))
        for file in files_taken_down().exclude(pk__in=theirs.values("pk")):
            what = _("Decide what becomes of a file that was taken down: %(reference)s")
            yield Due(name_of(file), what % {"reference": file}, "review")


@declare_due_changed_by(TemplateEvent, FillingEvent)
def templates_to_decide(worker: Worker, _on: date) -> Iterator[Due]:
    """Versions that await a second person, for approvers who could be it."""
    if Role.APPROVER in worker.roles:
        waiting = proposed_templates().defer("text")
        for one in waiting.exclude(written_by__reference__in=people_of(worker)).order_by("pk"):
            what = _("Decide on a template: %(title)s") % {"title": one.title}
            yield Due(name_of(one), what, "read")


@declare_due_changed_by(TemplateEvent, FillingEvent)
def templates_to_review(worker: Worker, on: date) -> Iterator[Due]:
    """Templates whose review is within a month, for whoever holds their owner's role."""
    for one in reviews_of_templates_due(on):
        if one.owner in worker.roles:
            what = _("Review a template: %(title)s") % {"title": one.title}
            yield Due(name_of(one), what, "read", one.review_on)
