"""Every address of the house, and who may open it: the table that the tests run."""

from django.urls import URLPattern, URLResolver, get_resolver

from almoner.accounts.roles import Role
from almoner.registers.kinds import Register
from almoner.registers.policies import PROPOSERS, READERS

ANYONE = "anyone"  # without signing in, on purpose: say why in the commit that adds one
SIGNED_IN = "signed in"
OFFICIALS = frozenset(Role)
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
AUDITOR = frozenset({Role.AUDITOR})
MESSAGES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
PUBLISHER = frozenset({Role.PUBLISHER})
IMPORTERS = frozenset({Role.FINANCE, Role.PUBLISHER})
ENDERS = frozenset({Role.ADMINISTRATOR, Role.APPROVER})
MATCHERS = frozenset({Role.FINANCE, Role.AGREEMENT_MANAGER})
READERS_OF_MATCHES = MATCHERS | {Role.AUDITOR}
APPROVER = frozenset({Role.APPROVER})
NOBODY = frozenset[Role]()  # among people asked, since the thing asked about is not theirs to touch

ACCESS = {
    # Machines ask without signing in; the second's own view lets in this machine, or a token.
    "health": ANYONE,
    "metrics": ANYONE,
    # Whoever signs in has not yet, and a letter's link is its own proof.
    "join": ANYONE,
    "account_login": ANYONE,
    "account_inactive": ANYONE,
    "account_reset_password": ANYONE,
    "account_reset_password_done": ANYONE,
    "account_reset_password_from_key": ANYONE,
    "account_reset_password_from_key_done": ANYONE,
    "mfa_login_webauthn": ANYONE,
    "socialaccount_login_cancelled": ANYONE,
    "openid_connect_login": ANYONE,
    "openid_connect_callback": ANYONE,
    # What sign-in hands on to, or sends back, by itself.
    "account_logout": SIGNED_IN,
    "mfa_authenticate": SIGNED_IN,
    "account": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "usersessions_list": SIGNED_IN,
    # Providers look before they sign in.
    "portal:home": ANYONE,
    "workspace:home": OFFICIALS,
    "workspace:search": OFFICIALS,
    "workspace:matches": READERS_OF_MATCHES,
    "workspace:match-totals": READERS_OF_MATCHES,
    "workspace:match": READERS_OF_MATCHES,
    "workspace:confirm-match": MATCHERS,
    "workspace:refuse-match": MATCHERS,
    "workspace:undo-match": MATCHERS,
    "workspace:matching-rules": READERS_OF_MATCHES,
    "workspace:save-matching-rule": MATCHERS,
    "workspace:confirm-matching-rule": MATCHERS,
    "workspace:end-matching-rule": MATCHERS,
    "workspace:outbox": OFFICIALS,
    "workspace:message": MESSAGES,
    "workspace:send-message-again": ADMINISTRATOR,
    "workspace:cancel-message": ADMINISTRATOR,
    "workspace:ledger": AUDITOR,
    "workspace:access-log": AUDITOR,
    "workspace:editions": OFFICIALS,
    "workspace:edition": OFFICIALS,
    "workspace:published-edition": OFFICIALS,
    "workspace:submit-edition": frozenset({Role.PUBLISHER, Role.AGREEMENT_MANAGER}),
    "workspace:approve-edition": PUBLISHER,
    "workspace:send-edition-back": frozenset({Role.PUBLISHER, Role.AGREEMENT_MANAGER}),
    "workspace:withdraw-edition": NOBODY,
    "workspace:begin-edition": frozenset({Role.PUBLISHER, Role.FINANCE}),
    "workspace:correct-edition": frozenset({Role.PUBLISHER, Role.FINANCE}),
    "workspace:authorities": OFFICIALS,
    "workspace:authority": OFFICIALS,
    "workspace:propose-authority": PUBLISHER,
    "workspace:confirm-authority": PUBLISHER,
    "workspace:refuse-authority": PUBLISHER,
    "workspace:end-authority": frozenset({Role.PUBLISHER, Role.APPROVER}),
    # What is in preparation in the world is a file of payments.
    "workspace:imports": IMPORTERS,
    "workspace:upload-import": IMPORTERS,
    "workspace:undo-import": IMPORTERS,
    "workspace:import": IMPORTERS,
    "workspace:take-up-import": IMPORTERS,
    "workspace:drop-import": IMPORTERS,
    "workspace:import-columns": IMPORTERS,
    "workspace:import-rows": IMPORTERS,
    "workspace:import-row": IMPORTERS,
    "workspace:import-unmend": IMPORTERS,
    "workspace:import-rejected": IMPORTERS,
    "workspace:import-preview": IMPORTERS,
    "workspace:import-confirm": IMPORTERS,
    "workspace:withholdings": READERS,
    "workspace:propose-withholding": PROPOSERS,
    "workspace:withholding": READERS,
    "workspace:decide-withholding": READERS,
    "workspace:keep-withholding": APPROVER,
    "workspace:lift-withholding": PROPOSERS,
    "workspace:withheld-addresses": READERS,
    "workspace:people": OFFICIALS,
    "workspace:person": OFFICIALS,
    "workspace:role": OFFICIALS,
    "workspace:decide-role": OFFICIALS,
    "workspace:confirm-role": OFFICIALS,
    "workspace:end-role": ENDERS,
    "workspace:withdraw-role": NOBODY,
    "workspace:invite": ADMINISTRATOR,
    "workspace:uninvite": ADMINISTRATOR,
    "workspace:close-person": ADMINISTRATOR,
    "workspace:reopen-person": ADMINISTRATOR,
    "workspace:forget-person": NOBODY,
    "workspace:propose-role": ADMINISTRATOR,
    "workspace:propose-deputy": ADMINISTRATOR,
    # What is public. The second exists only where the demonstration made the database.
    "public:home": ANYONE,
    "public:demonstration": ANYONE,
    "public:registers": ANYONE,
    "public:payments": ANYONE,
    "public:payments-csv": ANYONE,
    "public:payments-json": ANYONE,
    "public:payment": ANYONE,
    "public:payment-csv": ANYONE,
    "public:payment-json": ANYONE,
    "public:organisations": ANYONE,
    "public:organisation": ANYONE,
    "public:organisation-csv": ANYONE,
    "public:organisation-json": ANYONE,
    "public:duties": ANYONE,
    "public:editions": ANYONE,
    "public:edition": ANYONE,
    "public:edition-file": ANYONE,
    # The same for programs. It can only be read, and asks the same door.
    "api:documentation": ANYONE,
    "api:description": ANYONE,
    "api:start": ANYONE,
    "api:registers": ANYONE,
    **{
        f"api:{register}{kind}": ANYONE
        for register in Register
        for kind in ("", "-totals", "-ndjson", "-csv", "-row")
    },
    "api:organisations": ANYONE,
    "api:organisation": ANYONE,
    "api:editions": ANYONE,
    "api:edition": ANYONE,
    "api:duties": ANYONE,
    "api:nothing": ANYONE,
}


def routes(resolver=None, namespace=""):
    """Yield (name, view) of every route, `namespace:name`."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback
