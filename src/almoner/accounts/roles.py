"""The roles that a body gives its people: a closed list, to which its job titles are mapped."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    COMMISSIONING_OFFICER = "commissioning-officer", _("Commissioning officer")
    ASSESSOR = "assessor", _("Assessor")
    PANEL_CHAIR = "panel-chair", _("Panel chair")
    APPROVER = "approver", _("Approver")
    AGREEMENT_MANAGER = "agreement-manager", _("Grant or contract manager")
    FINANCE = "finance", _("Finance officer")
    BOARD_SECRETARY = "board-secretary", _("Board secretary")
    ACADEMY_LEAD = "academy-lead", _("Academy lead")
    PUBLISHER = "publisher", _("Publisher")
    ADMINISTRATOR = "administrator", _("Administrator")
    MEMBER = "member", _("Board or panel member")
    AUDITOR = "auditor", _("Internal auditor")


# What each may do, in a sentence, for the pages on which roles are given.
DUTIES = {
    Role.COMMISSIONING_OFFICER: _("Leads commissions from need to award."),
    Role.ASSESSOR: _("Scores submissions, after declaring interests."),
    Role.PANEL_CHAIR: _("Chairs a panel and moderates its scores."),
    Role.APPROVER: _("Signs decisions within delegated limits; confirms roles."),
    Role.AGREEMENT_MANAGER: _("Manages grants and contracts once they are signed."),
    Role.FINANCE: _("Checks and pays claims; looks after funds; imports spend."),
    Role.BOARD_SECRETARY: _("Prepares meetings, papers and minutes."),
    Role.ACADEMY_LEAD: _("Runs courses and certificates."),
    Role.PUBLISHER: _("Imports registers and issues their editions."),
    Role.ADMINISTRATOR: _("Invites people and proposes roles. Reads no case, bid or bank detail."),
    Role.MEMBER: _("Reads the papers of the boards and panels they sit on."),
    Role.AUDITOR: _("Reads everything but unopened submissions, bank details and personal data."),
}
