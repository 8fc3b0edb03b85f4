"""What approvers owe: a look at each file that somebody took down."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due
from almoner.core.references import name_of

from .queries import files_taken_down


@declare_due
def files_to_review(worker: Worker, _on: date) -> Iterator[Due]:
    if Role.APPROVER in worker.roles:
        theirs = files_taken_down().filter(taken_down_by__reference__in=people_of(worker))
        for file in files_taken_down().exclude(pk__in=theirs.values("pk")):
            what = _("Decide what becomes of a file that was taken down: %(reference)s")
            yield Due(name_of(file), what % {"reference": file}, "review")
