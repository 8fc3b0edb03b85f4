"""My work: what is due to whoever looks, and where to do it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from almoner.accounts.queries import covers_of, worker_of
from almoner.core.due import Due, Worker, in_order, recorded_due_to, unrecorded_due_to
from almoner.core.once import reading
from almoner.core.references import name_of
from almoner.core.standing import kept_while_ledger_stands
from almoner.registers.due_editions import Kept
from almoner.registers.freshness import late_duties
from almoner.registers.officials import withheld_agreements_among
from almoner.web.addresses import address_of
from almoner.web.requests import StaffRequest

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Task:
    """Something due, as the page says it."""

    what: str
    url: str | None
    due_on: date | None
    lateness: str = ""
    called: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks that are about as urgent."""

    title: str
    tasks: list[Task]


@dataclass(frozen=True, slots=True)
class Late:
    """A duty that is late, and the edition on its way that would end that, if there is one."""

    kept: Kept
    url: str | None


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    on = localdate()
    worker = worker_of(request.user, on=on)
    with reading():
        told, late = _told_by_the_ledger(worker, on)
        items = in_order([*told, *unnamed_if_withheld(unrecorded_due_to(worker, on=on))])
    page = {
        "groups": list(groups_of(items, on=on)),
        "late": late,
        "covers": covers_of(request.user, on=on) if len(worker.actors) > 1 else (),
    }
    return render(request, "workspace/home.html", page)


@kept_while_ledger_stands
def _told_by_the_ledger(worker: Worker, on: date) -> tuple[list[Due], list[Late]]:
    """What is due, and what is late: dozens of questions, of which few change from page to page."""
    items = unnamed_if_withheld(recorded_due_to(worker, on=on))
    return items, late_to_publish(on=on)


def late_to_publish(*, on: date) -> list[Late]:
    """What the body is late to publish, the latest first: every official sees all of it."""
    return [Late(kept, _way_on(kept)) for kept in late_duties(on=on)]


def _way_on(kept: Kept) -> str | None:
    """The page of the edition that would end the lateness, if it is on its way."""
    period = str(kept.standing.period) if kept.standing else ""
    waiting = (one for one in kept.under_way if one.period == period)
    found = next(waiting, None)
    return address_of(name_of(found)) if found else None


def unnamed_if_withheld(items: list[Due]) -> list[Due]:
    """What is due, without the name of what is withheld: this page stands open on many a desk."""
    references = {_reference(due) for due in items if due.called}
    withheld = withheld_agreements_among(references) if references else set[str]()
    return [replace(due, called="") if _reference(due) in withheld else due for due in items]


def _reference(due: Due) -> str:
    return due.about.partition(":")[2]


def groups_of(items: Iterable[Due], *, on: date) -> Iterator[Group]:
    """What is urgent and overdue, then what is for today, for the days after, and for later."""
    titles = (
        *(_("Before anything else"), _("Overdue"), _("To do now")),
        *(_("In the next seven days"), _("Later")),
    )
    groups: dict[str, list[Task]] = {title: [] for title in titles}
    urgent, overdue, now, soon, later = groups.values()
    for due in items:
        if due.is_urgent:
            urgent.append(task_of(due, on=on))
        elif due.due_on is None or due.due_on == on:
            now.append(task_of(due, on=on))
        elif due.due_on < on:
            overdue.append(task_of(due, on=on))
        else:
            (soon if due.due_on <= on + SOON else later).append(task_of(due, on=on))
    return (Group(title, tasks) for title, tasks in groups.items() if tasks)


def task_of(due: Due, *, on: date) -> Task:
    url, late = address_of(due.about, due.verb), ""
    if due.due_on and due.due_on < on:
        days = (on - due.due_on).days
        late = ngettext("%(days)d day overdue", "%(days)d days overdue", days) % {"days": days}
    return Task(due.what, url, due.due_on, late, due.called)
