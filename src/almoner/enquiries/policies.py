"""Who may read and answer what the public writes: those whose work it is, and nobody else."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import Enquiry
from .subjects import READERS


def may_see_enquiries(user: User, *, on: date) -> Verdict:
    """Whoever has a queue: finance officers, managers, publishers and approvers."""
    if roles_of(user, on=on) & READERS:
        return ALLOWED
    return refused(_("Only officials who answer the public see what it writes."))


def may_read_enquiry(user: User, enquiry: Enquiry, *, on: date) -> Verdict:
    """Those whose queue it is in."""
    return _of_the_queue(user, enquiry, on=on)


def may_work_on_enquiry(user: User, enquiry: Enquiry, *, on: date) -> Verdict:
    """Those whose queue it is in take it, pass it on and close it, whoever took it before."""
    return _of_the_queue(user, enquiry, on=on)


def may_answer_enquiry(user: User, enquiry: Enquiry, *, on: date) -> Verdict:
    """Those whose queue it is in, if there is an address to write to."""
    if not enquiry.email:
        return refused(_("They left no address to write to."))
    return _of_the_queue(user, enquiry, on=on)


def may_reopen_enquiry(user: User, enquiry: Enquiry, *, on: date) -> Verdict:
    """Those whose queue it is in, until it has been forgotten."""
    if enquiry.forgotten_at:
        return refused(_("What they wrote has been forgotten, so it cannot be opened again."))
    return _of_the_queue(user, enquiry, on=on)


def _of_the_queue(user: User, enquiry: Enquiry, *, on: date) -> Verdict:
    if roles_of(user, on=on) & enquiry.queue:
        return ALLOWED
    return refused(_("This enquiry is in somebody else’s queue."))
