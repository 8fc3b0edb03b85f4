"""Every address of the house, and who may open it: the table that the tests run."""

from django.urls import URLPattern, URLResolver, get_resolver

from almoner.accounts.roles import Role
from almoner.agreements.policies import MANAGERS, NAMERS, WRITERS
from almoner.agreements.policies import READERS as READERS_OF_AGREEMENTS
from almoner.enquiries.subjects import READERS as READERS_OF_ENQUIRIES
from almoner.registers.kinds import Register
from almoner.registers.policies import PROPOSERS, READERS
from tests.architecture.academy_routes import ACADEMY
from tests.architecture.assurance_routes import ASSURANCE
from tests.architecture.audit_routes import AUDITS
from tests.architecture.board_routes import BOARDS
from tests.architecture.case_routes import CASES
from tests.architecture.decision_routes import DECISIONS
from tests.architecture.filling_routes import FILLINGS
from tests.architecture.framework_routes import FRAMEWORK
from tests.architecture.fund_routes import FUNDS
from tests.architecture.held_routes import HELD
from tests.architecture.paper_routes import PAPERS
from tests.architecture.report_routes import REPORTS
from tests.architecture.team_routes import TEAMS

ANYONE = "anyone"  # without signing in, on purpose: say why in the commit that adds one
SIGNED_IN = "signed in"
OFFICIALS = frozenset(Role)
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
AUDITOR = frozenset({Role.AUDITOR})
MESSAGES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
PUBLISHER = frozenset({Role.PUBLISHER})
FINANCE = frozenset({Role.FINANCE})
IMPORTERS = frozenset({Role.FINANCE, Role.PUBLISHER})
ENDERS = frozenset({Role.ADMINISTRATOR, Role.APPROVER})
UNITERS = frozenset(
    {Role.COMMISSIONING_OFFICER, Role.AGREEMENT_MANAGER, Role.FINANCE, Role.PUBLISHER}
)
REPEATERS = frozenset({Role.AGREEMENT_MANAGER, Role.PUBLISHER})
MATCHERS = frozenset({Role.FINANCE, Role.AGREEMENT_MANAGER})
READERS_OF_MATCHES = MATCHERS | {Role.AUDITOR}
JUDGES = frozenset({Role.FINANCE, Role.AGREEMENT_MANAGER, Role.PUBLISHER})
JUDGES_OF_SPEND = frozenset({Role.FINANCE, Role.PUBLISHER})
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
    "workspace:agreements": READERS_OF_AGREEMENTS,
    "workspace:agreements-csv": READERS_OF_AGREEMENTS,
    "workspace:agreement": READERS_OF_AGREEMENTS,
    "workspace:agreement-diary": READERS_OF_AGREEMENTS,
    "workspace:agreement-diary-csv": READERS_OF_AGREEMENTS,
    "workspace:agreement-diary-ics": READERS_OF_AGREEMENTS,
    "workspace:agreement-diary-of": READERS_OF_AGREEMENTS,
    "workspace:give-agreements": MANAGERS,
    "workspace:adopt-agreement": MANAGERS,
    # What is managed in the world has its own manager, who is none of those asked.
    "workspace:hand-over-agreement": MANAGERS,
    "workspace:agreement-days": NOBODY,
    "workspace:release-agreement": NAMERS,
    "workspace:agreement-contact": APPROVER,
    "workspace:change-agreement-contact": NOBODY,
    "workspace:forget-agreement-contact": APPROVER,
    "workspace:note-agreement": WRITERS,
    "workspace:organisations": UNITERS | {Role.AUDITOR},
    "workspace:organisation": UNITERS | {Role.AUDITOR},
    "workspace:merge-organisations": UNITERS,
    "workspace:keep-apart": UNITERS,
    "workspace:find-right": UNITERS,
    "workspace:part-organisation": UNITERS,
    "workspace:repeated-rows": REPEATERS | {Role.AUDITOR},
    "workspace:say-repeated": REPEATERS,
    "workspace:say-separate": REPEATERS,
    "workspace:digest": OFFICIALS,
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
    "workspace:mend-register": IMPORTERS,
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
    # What was found in the world is in spend.
    "workspace:findings": JUDGES,
    "workspace:findings-in": JUDGES_OF_SPEND,
    "workspace:findings-of-check": JUDGES_OF_SPEND,
    "workspace:judge-findings": JUDGES_OF_SPEND,
    "workspace:finding": JUDGES_OF_SPEND,
    "workspace:reopen-finding": JUDGES_OF_SPEND,
    "workspace:withholdings": READERS,
    "workspace:propose-withholding": PROPOSERS,
    "workspace:withholding": READERS,
    "workspace:decide-withholding": READERS,
    "workspace:keep-withholding": APPROVER,
    "workspace:lift-withholding": PROPOSERS,
    "workspace:withheld-addresses": READERS,
    # The enquiry in the world is about a payment, and so in the finance officers' queue.
    "workspace:followers": PUBLISHER,
    "workspace:enquiries": READERS_OF_ENQUIRIES,
    "workspace:enquiry-queue": READERS_OF_ENQUIRIES,
    "workspace:enquiry": FINANCE,
    "workspace:take-enquiry": FINANCE,
    "workspace:pass-enquiry-on": FINANCE,
    "workspace:answer-enquiry": FINANCE,
    "workspace:close-enquiry": FINANCE,
    "workspace:reopen-enquiry": FINANCE,
    # The version in the world awaits a second person, and only its writer could have submitted it.
    "workspace:statements": OFFICIALS,
    "workspace:statement": OFFICIALS,
    "workspace:statement-version": OFFICIALS,
    "workspace:write-statement": PUBLISHER,
    "workspace:submit-statement": NOBODY,
    "workspace:approve-statement": frozenset({Role.PUBLISHER, Role.APPROVER}),
    "workspace:send-statement-back": frozenset({Role.PUBLISHER, Role.APPROVER}),
    "workspace:withdraw-statement": PUBLISHER,
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
    "public:payments-xlsx": ANYONE,
    "public:payment": ANYONE,
    "public:payment-csv": ANYONE,
    "public:payment-json": ANYONE,
    "public:contracts": ANYONE,
    "public:contracts-csv": ANYONE,
    "public:contracts-json": ANYONE,
    "public:contracts-xlsx": ANYONE,
    "public:contract": ANYONE,
    "public:contract-csv": ANYONE,
    "public:contract-json": ANYONE,
    "public:grants": ANYONE,
    "public:grants-csv": ANYONE,
    "public:grants-json": ANYONE,
    "public:grants-xlsx": ANYONE,
    "public:grant": ANYONE,
    "public:grant-csv": ANYONE,
    "public:grant-json": ANYONE,
    "public:organisations": ANYONE,
    "public:organisations-csv": ANYONE,
    "public:organisations-json": ANYONE,
    "public:organisations-xlsx": ANYONE,
    "public:organisation": ANYONE,
    "public:organisation-csv": ANYONE,
    "public:organisation-json": ANYONE,
    "public:organisation-xlsx": ANYONE,
    # Feeds say what is new of what is public. Whoever wants to be told by e-mail has no account:
    # an address is asked for, and the links in letters to it are their own proof.
    "public:payments-atom": ANYONE,
    "public:contracts-atom": ANYONE,
    "public:grants-atom": ANYONE,
    "public:organisation-atom": ANYONE,
    "public:editions-atom": ANYONE,
    "public:feeds": ANYONE,
    "public:follow": ANYONE,
    "public:follow-asked": ANYONE,
    "public:confirm-follow": ANYONE,
    "public:stop-follow": ANYONE,
    "public:places": ANYONE,
    "public:places-csv": ANYONE,
    "public:places-json": ANYONE,
    "public:places-xlsx": ANYONE,
    "public:place": ANYONE,
    "public:place-csv": ANYONE,
    "public:place-json": ANYONE,
    "public:place-xlsx": ANYONE,
    "public:search": ANYONE,
    # What every public body's website says of itself, and the form by which anyone writes to it.
    "public:statement": ANYONE,
    "public:contact": ANYONE,
    # What is planned, in words that two people agreed to.
    **{f"public:forward-plan{end}": ANYONE for end in ("", "-csv", "-json", "-xlsx", "-atom")},
    "public:duties": ANYONE,
    "public:duties-csv": ANYONE,
    "public:duties-json": ANYONE,
    # What there is to download, for portals and search engines.
    "public:catalogue": ANYONE,
    "public:catalogue-jsonld": ANYONE,
    "public:catalogue-json": ANYONE,
    "public:sitemap": ANYONE,
    "public:sitemap-part": ANYONE,
    "public:robots": ANYONE,
    "public:duties-xlsx": ANYONE,
    "public:editions": ANYONE,
    "public:edition": ANYONE,
    "public:edition-file": ANYONE,
    **FRAMEWORK,
    **PAPERS,
    **HELD,
    **FUNDS,
    **ASSURANCE,
    **AUDITS,
    **BOARDS,
    **ACADEMY,
    **CASES,
    **DECISIONS,
    **FILLINGS,
    **REPORTS,
    **TEAMS,
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
