"""Links that let somebody in once: whoever holds one may set that person's password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from almoner.accounts.models import User


def password_link(person: User) -> str:
    """A link to set a password. It works once, and for PASSWORD_RESET_TIMEOUT."""
    token = default_token_generator.make_token(person)
    words = {"uidb36": user_pk_to_url_str(person), "key": token}
    return f"{settings.ADDRESS}{reverse('account_reset_password_from_key', kwargs=words)}"
