"""What officials owe: copies to check, and contracts of which somebody says that none is owed."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.references import name_of

from .events import CopyEvent, ExemptionEvent
from .policies import CHECKERS
from .queries import copies_awaiting_check, exemptions_awaiting_second_person


@declare_due_changed_by(CopyEvent)
def copies_to_check(worker: Worker, _on: date) -> Iterator[Due]:
    if worker.roles & CHECKERS:
        mine = people_of(worker)
        theirs = Q(prepared_by__reference__in=mine) | Q(submitted_by__reference__in=mine)
        for copy in copies_awaiting_check().exclude(theirs):
            what = _("Check a copy to be published: %(kind)s %(agreement)s")
            words = {"kind": copy.get_kind_display().lower(), "agreement": copy.agreement}
            yield Due(name_of(copy), what % words, "check")


@declare_due_changed_by(ExemptionEvent)
def exemptions_to_decide(worker: Worker, _on: date) -> Iterator[Due]:
    if Role.APPROVER in worker.roles:
        theirs = Q(proposed_by__reference__in=people_of(worker))
        for exemption in exemptions_awaiting_second_person().exclude(theirs):
            what = _("Decide whether no copy is to be published: %(agreement)s")
            yield Due(name_of(exemption), what % {"agreement": exemption.agreement}, "read")
