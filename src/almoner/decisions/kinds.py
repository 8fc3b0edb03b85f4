"""Closed lists: who advises on what, what an approver says, how decisions stand to one another."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.accounts.roles import Role


class Subject(TextChoices):
    """What a decision needs advice on before anybody approves it."""

    FINANCE = "finance", _("Finance")
    LEGAL = "legal", _("Legal")
    COMMERCIAL = "commercial", _("Commercial")
    EQUALITY = "equality", _("Equality")
    DATA = "data-protection", _("Data protection")


# An adviser's own profession is in the office that they give: our roles are coarser.
_OFFICIALS = frozenset(
    {
        Role.COMMISSIONING_OFFICER,
        Role.AGREEMENT_MANAGER,
        Role.FINANCE,
        Role.APPROVER,
        Role.BOARD_SECRETARY,
        Role.PUBLISHER,
    }
)
ADVISERS: dict[str, frozenset[Role]] = {
    Subject.FINANCE: frozenset({Role.FINANCE}),
    Subject.LEGAL: _OFFICIALS,
    Subject.COMMERCIAL: _OFFICIALS,
    Subject.EQUALITY: _OFFICIALS,
    Subject.DATA: _OFFICIALS,
}


class Outcome(TextChoices):
    """What somebody says whose turn it is."""

    APPROVE = "approve", _("Approve")
    APPROVE_WITH_CONDITIONS = "approve-with-conditions", _("Approve, with conditions")
    RETURN = "return", _("Return with questions")
    REFUSE = "refuse", _("Refuse")


APPROVING = frozenset({Outcome.APPROVE, Outcome.APPROVE_WITH_CONDITIONS})


class RelationKind(TextChoices):
    REFERS = "refers-to", _("Refers to")
    EXTENDS = "extends", _("Extends")
    SUPERSEDES = "supersedes", _("Supersedes")


# How the other decision's page says it.
OTHERWISE = {
    RelationKind.REFERS: _("Referred to by"),
    RelationKind.EXTENDS: _("Extended by"),
    RelationKind.SUPERSEDES: _("Superseded by"),
}
