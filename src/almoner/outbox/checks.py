"""Whether messages leave the house at all."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Warning as Caution
from django.utils.translation import gettext as _

CONSOLE = "django.core.mail.backends.console.EmailBackend"


def messages_leave_the_house(**_options: Any) -> list[CheckMessage]:
    """Say so where people sign in over https and their mail goes no further than the console."""
    if settings.MAIL_TRANSPORT != CONSOLE or not settings.IS_SECURE:
        return []
    said = _("Messages are printed on the console, and reach nobody.")
    return [Caution(said, hint=_("Set ALMONER_SMTP_HOST and ALMONER_MAIL_FROM."), id="outbox.W001")]
