import pytest
from django.core.checks import run_checks

SMTP = "django.core.mail.backends.smtp.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"


@pytest.mark.parametrize(
    ("is_secure", "transport", "warned"),
    [(True, CONSOLE, True), (True, SMTP, False), (False, CONSOLE, False)],
)
def test_a_check_says_when_messages_reach_nobody(settings, is_secure, transport, warned):
    settings.IS_SECURE, settings.MAIL_TRANSPORT = is_secure, transport

    assert ("outbox.W001" in {found.id for found in run_checks()}) is warned
