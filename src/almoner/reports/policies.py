"""Who may read, write and issue reports, of which nobody issues what they wrote; and who may take
assurance files.
"""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.access import may_read
from almoner.accounts.models import User
from almoner.accounts.policies import may_read_ledger
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import Report
from .queries import READERS, READERS_OF_ISSUED, has_written
from .states import ReportState

WRITERS = frozenset(
    {
        Role.COMMISSIONING_OFFICER,
        Role.AGREEMENT_MANAGER,
        Role.FINANCE,
        Role.BOARD_SECRETARY,
        Role.PUBLISHER,
        Role.ACADEMY_LEAD,
    }
)


def may_see_reports(user: User, *, on: date) -> Verdict:
    """Officials and the auditor; members those that are issued; the administrator none."""
    if roles_of(user, on=on) & READERS_OF_ISSUED:
        return ALLOWED
    return refused(_("Your role does not read reports."))


def may_see_report(user: User, report: Report, *, on: date) -> Verdict:
    roles = roles_of(user, on=on)
    if roles & READERS or (roles & READERS_OF_ISSUED and report.state == ReportState.ISSUED):
        return ALLOWED
    return refused(_("You may read it once it is issued."))


def may_begin_report(user: User, *, on: date) -> Verdict:
    """Officials who answer for some of what reports tell."""
    if roles_of(user, on=on) & WRITERS:
        return ALLOWED
    return refused(_("Only officials who work on what it tells begin a report."))


def may_write_report(user: User, report: Report, *, on: date) -> Verdict:
    """The same, until it is issued or dropped."""
    if not report.is_open:
        return refused(_("This report is issued, or dropped. What it says stays as it is."))
    return may_begin_report(user, on=on)


def may_look_at_figures(user: User, report: Report, *, on: date) -> Verdict:
    """Whoever writes it, or will issue it."""
    if report.is_open and Role.APPROVER in roles_of(user, on=on):
        return ALLOWED
    return may_write_report(user, report, on=on)


def may_drop_report(user: User, report: Report, *, on: date) -> Verdict:
    return may_write_report(user, report, on=on)


def may_issue_report(user: User, report: Report, *, on: date) -> Verdict:
    """An approver who neither began it nor wrote in it."""
    if Role.APPROVER not in roles_of(user, on=on):
        return refused(_("Only an approver issues a report."))
    if not report.is_open:
        return refused(_("It is issued already, or dropped."))
    if has_written(user, report):
        return refused(_("You began it, or wrote in it. Somebody else issues it."))
    return ALLOWED


def may_take_assurance_file(user: User, name: str, *, on: date) -> Verdict:
    """Who reads the ledger, of what they may read: the internal auditor."""
    if not may_read_ledger(user, on=on):
        words = _(
            "Only the internal auditor takes an assurance file: it holds lines of the ledger."
        )
        return refused(words)
    return may_read(user, name, on=on)
