"""How each address that is open to anyone is called: where a planted refuge is looked for.

A route that is open to anyone gets a line here, or the tests object. Say of it:

- `named`, if its address holds one reference: which kind (`ORG`, `PAY`, `AGR`). Then it must answer
  for a withheld one as for one that never was.
- `asks`: the words that a reader may put into its query: each is asked for every word of the
  refuge. `narrows` are days, sums and choices. A form on a public page that sends more is told.
- `unlinked`, with the reason, if no page leads there. Any other is read by following links, and
  an unlinked one too, if its address holds nothing.
"""

import re
from contextlib import suppress
from dataclasses import dataclass

from django.urls import NoReverseMatch, resolve, reverse

from almoner.agreements.models import Agreement
from almoner.payments.models import Payment


@dataclass(frozen=True)
class Door:
    named: str = ""
    asks: tuple[str, ...] = ()
    narrows: tuple[str, ...] = ()
    unlinked: str = ""


PAYMENTS = {"asks": ("q", "organisation"), "narrows": ("period", "at_least", "at_most")}
SIGNING_IN = Door(unlinked="It knows people who sign in, and no register")
DOORS = {
    "public:home": Door(),
    "public:demonstration": Door(unlinked="There is none but in a demonstration"),
    "public:registers": Door(),
    "public:payments": Door(**PAYMENTS),
    "public:payments-csv": Door(**PAYMENTS),
    "public:payments-json": Door(**PAYMENTS),
    "public:payment": Door(named="PAY"),
    "public:payment-csv": Door(named="PAY"),
    "public:payment-json": Door(named="PAY"),
    "public:organisations": Door(asks=("q",)),
    "public:organisation": Door(named="ORG"),
    "public:organisation-csv": Door(named="ORG"),
    "public:organisation-json": Door(named="ORG"),
    "public:duties": Door(),
    "public:editions": Door(),
    "public:edition": Door(),
    "public:edition-file": Door(),
    "portal:home": Door(unlinked="Providers come by an address of their own"),
    "health": Door(unlinked="Machines ask whether all is well"),
    "metrics": Door(unlinked="This machine asks, and is told figures of the house alone"),
    "join": SIGNING_IN,
    "account_login": SIGNING_IN,
    "account_inactive": SIGNING_IN,
    "account_reset_password": SIGNING_IN,
    "account_reset_password_done": SIGNING_IN,
    "account_reset_password_from_key": SIGNING_IN,
    "account_reset_password_from_key_done": SIGNING_IN,
    "mfa_login_webauthn": SIGNING_IN,
    "socialaccount_login_cancelled": SIGNING_IN,
    "openid_connect_login": SIGNING_IN,
    "openid_connect_callback": SIGNING_IN,
}
NEVER = "2222222222"
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ACTION, FIELD = re.compile(r'action="([^"]*)"'), re.compile(r'<(?:input|select)[^>]*\sname="(\w+)"')


def plain():
    """The addresses that hold nothing, linked or not."""
    for name in DOORS:
        with suppress(NoReverseMatch):
            yield reverse(name)


def linked():
    return {name for name, door in DOORS.items() if not door.unlinked}


def asked(word):
    """Every public query, with a word in each place that a reader may put it."""
    return [
        (name, f"{reverse(name)}?{parameter}={{}}", word)
        for name, door in DOORS.items()
        for parameter in door.asks
    ]


def references_of(refuge):
    """The references by which addresses name what is withheld, by their kinds."""
    return {
        "ORG": [str(refuge)],
        "PAY": [*map(str, Payment.objects.filter(organisation=refuge))],
        "AGR": [*map(str, Agreement.objects.filter(versions__organisation=refuge))],
    }


def named_by(references):
    """Every address that names one of these references, and one like it that never was."""
    return [
        (reverse(name, args=["REFERENCE"]).replace("REFERENCE", "{}"), reference, never)
        for name, door in DOORS.items()
        if door.named
        for reference in references[door.named]
        for never in [f"{door.named}-{NEVER}"]
    ]


def sent_by_forms(pages):
    """What the forms of these pages send in queries: (the route, the parameter)."""
    found = set()
    for address, page in pages.items():
        for attributes, fields in FORM.findall(page):
            if 'method="post"' in attributes.lower():
                continue
            action = ACTION.search(attributes)
            to = (action and action[1]) or address
            name = resolve(to.partition("?")[0]).view_name
            found |= {(name, field) for field in FIELD.findall(fields)}
    return found
