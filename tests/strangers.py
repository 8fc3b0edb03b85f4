"""Somebody who comes for the first time, again and again."""

from django.test import Client
from django.test.client import ClientHandler

# A new client loads every middleware, and one of those looks through the static files: a walk that
# asks thousands of times would spend more on that than on some of its pages.
DOOR = ClientHandler(enforce_csrf_checks=False)


def newcomer():
    """A client without cookies."""
    client = Client()
    client.handler = DOOR
    return client
