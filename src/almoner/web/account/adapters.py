"""Where django-allauth asks how this house signs people in."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from almoner.accounts.events import SecurityChange
from almoner.accounts.models import User
from almoner.accounts.operations import note_access, note_security_change, set_password
from almoner.accounts.queries import is_official
from almoner.accounts.states import AccessOutcome
from almoner.core.actors import System
from almoner.core.references import name_of

STRANGER = System("stranger")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What allauth's letters call a site."""

    name: str = settings.BODY_NAME
    domain: str = settings.HOST


class SignIn(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by invitation or by the operator, never by a visitor."""

    error_messages = MappingProxyType(
        {
            **DefaultAccountAdapter.error_messages,
            "username_password_mismatch": _("The username or the password is wrong."),
        }
    )

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead officials to their work, and whoever holds no role to their account."""
        is_ours = isinstance(request.user, User) and is_official(request.user, on=localdate())
        return reverse("workspace:home" if is_ours else "account")

    def set_password(self, user: User, password: str) -> None:
        set_password(user, password, by=user, at=now())

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Lead to our own address, whichever host or port the request claims to be for."""
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return f"{settings.ADDRESS}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sign letters with the body's name, not with whatever host the request is for."""
        super().send_mail(template_prefix, email, {**context, "current_site": Letterhead()})

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002 - allauth's signature
        """Count attempts on an account, however it and this host are spelt."""
        said = said_in(credentials)
        known = person_called(said)
        return known.reference if known else said.lower()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note whose account was tried, if anyone's: what was typed may be a password."""
        super().authentication_failed(request, **credentials)
        known = person_called(said_in(credentials))
        about = name_of(known) if known else "accounts.user:unknown"
        note_access(who=STRANGER.actor, about=about, outcome=AccessOutcome.SIGN_IN_FAILED, at=now())


def said_in(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "").strip()


def person_called(said: str) -> User | None:
    return User.objects.filter(Q(username__iexact=said) | Q(email__iexact=said)).first()


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """What an authenticator or a passkey calls a person and this house."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.BODY_NAME}


class OutsideSignIn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """The body's own directory says who somebody is; whether they are known here, we say."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link a first sign-in to the person whose address the directory has verified."""
        if sociallogin.is_existing:
            return
        person = person_with_verified_address(sociallogin)
        if person is None:
            page = render(request, "socialaccount/not_known.html", status=403)
            raise ImmediateHttpResponse(page)
        # Not `sociallogin.connect`, which would write to the person as well.
        sociallogin.user = sociallogin.account.user = person
        sociallogin.account.save()
        change = SecurityChange.OUTSIDE_ACCOUNT_LINKED
        note_security_change(person, change, by=person, at=now())


def person_with_verified_address(sociallogin: SocialLogin) -> User | None:
    verified = [
        address.email
        for address in sociallogin.email_addresses
        if address.verified or settings.OIDC_TRUSTS_EMAIL
    ]
    wanted = Q()
    for email in verified:
        wanted |= Q(email__iexact=email)
    return User.objects.filter(wanted, is_active=True).first() if verified else None
