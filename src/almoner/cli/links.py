"""Links that let somebody in once: whoever holds one may set that person's password."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from almoner.accounts.events import SecurityChange
from almoner.accounts.models import User
from almoner.accounts.operations import note_security_change
from almoner.core.actors import OPERATOR


def password_link(person: User, *, at: datetime) -> str:
    """Make a link to set a password, which works once and for three days; the ledger says so."""
    note_security_change(person, SecurityChange.PASSWORD_LINK_MADE, by=OPERATOR, at=at)
    token = default_token_generator.make_token(person)
    words = {"uidb36": user_pk_to_url_str(person), "key": token}
    return f"{settings.ADDRESS}{reverse('account_reset_password_from_key', kwargs=words)}"
