"""Every address of the house, and who may open it without signing in."""

from django.urls import URLPattern, URLResolver, get_resolver

# Open to anyone, on purpose. Adding a line here is a decision: say why in the commit.
PUBLIC = {
    "account_inactive",  # a closed account is told so
    "account_login",  # the way in
    "account_logout",  # a sign-in that waits for its code may be given up
    "account_reset_password",  # whoever forgot their password cannot sign in
    "account_reset_password_done",  # as above
    "account_reset_password_from_key",  # as above: the link in the letter lets in
    "account_reset_password_from_key_done",  # as above
    "join",  # an invitation's link lets in, once
    "mfa_authenticate",  # between the password and the code nobody is signed in yet
    "mfa_login_webauthn",  # the way in by passkey
    "openid_connect_callback",  # the way in by the body's own directory
    "openid_connect_login",  # as above
    "socialaccount_login_cancelled",  # as above, given up
    "public:demonstration",  # 404 but in a demonstration's database
    "health",  # load balancers ask without signing in
    "metrics",  # its own view lets in this machine, or a token
    "portal:home",  # providers look before they sign in
}


def routes(resolver=None, namespace=""):
    """Yield (name, view) of every route, `namespace:name`."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback
