"""What is due about the standing pages: a second person, what was sent back, the yearly review."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.references import name_of

from .events import StatementEvent
from .models import StatementVersion
from .policies import DECIDERS
from .queries import reviews_due
from .states import VersionState


@declare_due_changed_by(StatementEvent)
def statements_to_go_on(worker: Worker, _on: date) -> Iterator[Due]:
    """Versions that await a second person, for whoever could be it; and those that were sent back,
    for who wrote them, until the page has another: one question.
    """
    mine = Q(written_by__reference__in=people_of(worker))
    later = StatementVersion.objects.filter(page=OuterRef("page"), pk__gt=OuterRef("pk"))
    wanted = Q(~Exists(later), mine, state=VersionState.RETURNED)
    if worker.roles & DECIDERS:
        wanted |= Q(~mine, state=VersionState.SUBMITTED)
    for one in StatementVersion.objects.filter(wanted).defer("text").order_by("pk"):
        if one.state == VersionState.SUBMITTED:
            yield _due(one, _("Approve what a page of the body says: %(page)s"))
        else:
            yield _due(one, _("Write again what was sent back: %(page)s"))


@declare_due_changed_by(StatementEvent)
def statements_to_review(worker: Worker, on: date) -> Iterator[Due]:
    """Pages whose yearly review is within a month, for publishers."""
    if Role.PUBLISHER in worker.roles:
        for one in reviews_due(on):
            yield _due(one, _("Review what a page of the body says: %(page)s"), one.review_on)


def _due(version: StatementVersion, what: str, day: date | None = None) -> Due:
    said = what % {"page": version.get_page_display()}
    return Due(about=name_of(version), what=said, verb="read", due_on=day)
