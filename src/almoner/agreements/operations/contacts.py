"""Whom to ring at the provider: kept for who manages the agreement, and forgotten."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.agreements.events import ManagementEvent
from almoner.agreements.models import Agreement, ProviderContact
from almoner.agreements.policies import may_change_management, may_forget_contact
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .locking import lock_managed


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a provider, and how to reach them."""

    name: str
    email: str = ""
    telephone: str = ""


@operation
def change_contact(
    agreement: Agreement, contact: Contact, *, by: User, at: datetime
) -> ProviderContact:
    """Keep whom to ring at the provider. The line says that it was changed, and never to whom.

    Raises PermissionDenied, IllegalTransition where nobody manages it, or ValidationError.
    """
    stewardship = lock_managed(agreement, on=day_of(at))
    require(may_change_management(by, stewardship, on=day_of(at)))
    if not contact.name:
        raise ValidationError(_("Say whom to ring."))
    if contact.email:
        validate_email(contact.email)

    kept = ProviderContact.objects.create(
        agreement=agreement,
        name=contact.name,
        email=contact.email,
        telephone=contact.telephone,
        set_by=by,
        valid_from=day_of(at),
        recorded_at=server_now(),
    )
    record(ManagementEvent.CONTACT_CHANGED, about=agreement, by=by, at=at)
    return kept


@operation
def forget_contact(agreement: Agreement, *, by: User, at: datetime) -> None:
    """Blank whom to ring at the provider, now and in every earlier version. It cannot be undone.

    Raises PermissionDenied, or IllegalTransition where nobody manages it.
    """
    stewardship = lock_managed(agreement, on=day_of(at))
    require(may_forget_contact(by, stewardship, on=day_of(at)))

    blank_contacts(agreement)
    record(ManagementEvent.CONTACT_FORGOTTEN, about=agreement, by=by, at=at)


def blank_contacts(agreement: Agreement) -> None:
    """Within an operation: blank every contact that was kept of an agreement."""
    agreement.contacts.update(name="", email="", telephone="")
