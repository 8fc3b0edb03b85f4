"""What officials owe of copies: one line a duty, with how many are missing."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import ngettext

from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due

from .copies import is_of_copies
from .due_editions import duties_kept


@declare_due
def copies_owed(worker: Worker, on: date) -> Iterator[Due]:
    """For the duty's owner; once something is late, for its deputy and for approvers as well."""
    for kept in duties_kept(on=on):
        duty, found, standing = kept.duty, kept.owed, kept.standing
        if not is_of_copies(duty) or not worker.roles & {duty.owner, duty.deputy, Role.APPROVER}:
            continue
        if found is None or standing is None or (duty.owner not in worker.roles and not found.late):
            continue
        what = ngettext(
            "Publish %(count)d copy that is owed (%(late)d late): %(what)s",
            "Publish %(count)d copies that are owed (%(late)d late): %(what)s",
            found.count,
        )
        words = {"count": found.count, "late": found.late, "what": duty.what}
        yield Due(f"framework.duty:{duty.dataset}", what % words, "read", standing.due_on)
