"""What agreements ask of whoever manages them. What mail says too names nobody and nothing."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from almoner.accounts.due import people_of
from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due
from almoner.core.references import name_of

from .diary import Entry, Occasion, diary
from .managed import stewardships_on, with_management
from .selections import registers_on

NOBODYS = "agreements.diary:nobody"  # the page of what nobody manages
NOTICE = {
    Occasion.NOTICE: timedelta(days=60),
    Occasion.ENDS: timedelta(days=90),
    Occasion.REVIEW: timedelta(days=30),
}
LONGEST = max(NOTICE.values())
WHAT = {
    Occasion.NOTICE: gettext_lazy("Last day to give notice: %(kind)s %(reference)s"),
    Occasion.ENDS: gettext_lazy("It ends: %(kind)s %(reference)s"),
    Occasion.REVIEW: gettext_lazy("Review: %(kind)s %(reference)s"),
}


@declare_due
def days_of_agreements(worker: Worker, on: date) -> Iterator[Due]:
    """Notice within 60 days, ends within 90 and reviews within 30, for whoever manages them."""
    if Role.AGREEMENT_MANAGER not in worker.roles:
        return
    people = User.objects.filter(reference__in=people_of(worker))
    for entry in diary(on, until=on + LONGEST, people=people):
        if _is_soon(entry, on):
            about = name_of(entry.version.agreement)
            called = entry.version.called
            yield Due(about, _what(entry), "read", entry.day, called)


@declare_due
def days_of_nobodys_agreements(worker: Worker, on: date) -> Iterator[Due]:
    """One line for all that nobody manages: nobody reads hundreds."""
    if Role.AGREEMENT_MANAGER not in worker.roles:
        return
    entries = diary(on, until=on + LONGEST, is_looked_after=False)
    count = sum(_is_soon(entry, on) for entry in entries)
    if count:
        words = ngettext(
            "Nobody manages it: %(count)d agreement day is near or overdue",
            "Nobody manages them: %(count)d agreement days are near or overdue",
            count,
        )
        yield Due(NOBODYS, words % {"count": count}, "read")


@declare_due
def days_that_the_register_moved(worker: Worker, on: date) -> Iterator[Due]:
    """Agreements of which a later file says another end or review than their manager set."""
    if Role.AGREEMENT_MANAGER not in worker.roles:
        return
    theirs = stewardships_on(on).filter(manager__reference__in=people_of(worker))
    versions = registers_on(on, is_as_at=False).filter(agreement__in=theirs.values("agreement"))
    for one in with_management(versions, on=on):
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
