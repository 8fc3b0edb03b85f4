"""Where each thing is seen or done: from its name in the ledger to a page, if it has one."""

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse

READ = "read"

# The label of a model and what is done there, to a route that takes the thing's reference. A
# route that does not exist leads nowhere, and what has no line here has no page.
PAGES: Mapping[tuple[str, str], str] = {
    ("accounts.rolegrant", "decide"): "workspace:decide-role",
    ("accounts.rolegrant", "confirm"): "workspace:confirm-role",
    ("accounts.user", READ): "workspace:person",
    ("organisations.organisation", READ): "public:organisation",
    ("registers.edition", READ): "workspace:published-edition",
    ("registers.finding", READ): "workspace:finding",
    ("registers.findings", READ): "workspace:findings-in",
    ("registers.preparation", READ): "workspace:edition",
    ("registers.preparation", "mend"): "workspace:edition",
    ("registers.standingauthority", READ): "workspace:authority",
    ("outbox.message", READ): "workspace:message",
    ("payments.payment", READ): "public:payment",
    ("registers.withholding", READ): "workspace:withholding",
}


def address_of(about: str, verb: str = READ) -> str | None:
    """The page on which to do something with what the ledger calls `accounts.rolegrant:ROL-…`."""
    label, _colon, reference = about.partition(":")
    route = PAGES.get((label, verb))
    try:
        return reverse(route, args=[reference]) if route else None
    except NoReverseMatch:
        return None
