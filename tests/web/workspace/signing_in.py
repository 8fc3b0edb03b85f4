"""Officials at their desks."""

from tests.factories import official

BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(client, *roles, **about):
    """An official who has held these roles for long, and has just signed in."""
    person = official(*roles, **about)
    client.force_login(person, backend=BACKEND)
    return person
