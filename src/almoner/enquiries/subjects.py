"""What enquiries are about, and whose work each is: two closed lists."""

from collections.abc import Set as AbstractSet
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.accounts.roles import Role


class Subject(TextChoices):
    """What somebody writes about."""

    PAYMENT = "payment", _("A payment")
    AGREEMENT = "agreement", _("A grant or a contract")
    ORGANISATION = "organisation", _("An organisation named here")
    DOWNLOAD = "download", _("A download, or how fresh something is")
    ACCESSIBILITY = "accessibility", _("Using these pages: accessibility")
    PRIVACY = "privacy", _("Personal data")
    OTHER = "other", _("Something else")


class Urgency(StrEnum):
    """Whether somebody may be in danger."""

    ORDINARY = "ordinary"
    DANGER = "danger"


QUEUES = {
    Subject.PAYMENT: frozenset({Role.FINANCE}),
    Subject.AGREEMENT: frozenset({Role.AGREEMENT_MANAGER, Role.PUBLISHER}),
    Subject.ORGANISATION: frozenset({Role.PUBLISHER}),
    Subject.DOWNLOAD: frozenset({Role.PUBLISHER}),
    Subject.ACCESSIBILITY: frozenset({Role.PUBLISHER}),
    Subject.PRIVACY: frozenset({Role.PUBLISHER}),
    Subject.OTHER: frozenset({Role.PUBLISHER}),
}
# Whatever it is about: who withholds at once, and who looks at that as the second person.
IN_DANGER = frozenset({Role.APPROVER, Role.PUBLISHER})
READERS = frozenset(IN_DANGER.union(*QUEUES.values()))


def roles_of_queue(subject: str, *, is_danger: bool) -> frozenset[Role]:
    """Whose work an enquiry is, and so who may read it."""
    return IN_DANGER if is_danger else QUEUES[Subject(subject)]


def subjects_of(roles: AbstractSet[Role]) -> list[Subject]:
    """What somebody with these roles answers, danger apart."""
    return [subject for subject, queue in QUEUES.items() if queue & roles]
