"""Requests, typed by who may make them."""

from django.http import HttpRequest

from almoner.accounts.models import User


class StaffRequest(HttpRequest):
    """A request whose user has signed in. LoginRequiredMiddleware sees to it."""

    user: User
