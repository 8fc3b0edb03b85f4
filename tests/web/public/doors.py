"""How each address that is open to anyone is called: where a planted refuge is looked for.

A route that is open to anyone gets a line here, or the tests object. Say of it:

- `named`, if its address holds one reference: which kind (`ORG`, `PAY`, `AGR`). Then it must answer
  for a withheld one as for one that never was.
- `holds`: what its address calls that, if not a reference. A place is told by its words (`PLACE`).
- `asks`: the words that a reader may put into its query: each is asked for every word of the
  refuge, alone or together with what follows it here. `narrows` are days, sums and choices. A form
  on a public page that sends more is told.
- `reads`: queries that no link leads to, such as other days and orders, which are read as well.
- `among`, where its address says more than a reference: all that this may be.
- `unlinked`, with the reason, if no page leads there. Any other is read by following links, and
  an unlinked one too, if its address holds nothing.
"""

import re
from contextlib import suppress
from dataclasses import dataclass

from django.urls import NoReverseMatch, resolve, reverse

from almoner.agreements.asked_for import ASKED_BY_TEXT
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.places import places_in
from almoner.agreements.states import AgreementKind
from almoner.decisions.models import Decision
from almoner.organisations.groups import at_one_with
from almoner.organisations.models import Organisation
from almoner.papers.kinds import CopyKind
from almoner.papers.models import Copy
from almoner.payments.models import Payment
from almoner.statements.pages import StandingPage
from almoner.web.public.search import KINDS
from almoner.web.public.sitemaps import PARTS
from tests.architecture.routes import ACCESS


@dataclass(frozen=True)
class Door:
    named: str = ""
    holds: str = "reference"
    asks: tuple[str, ...] = ()
    narrows: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    among: tuple[dict[str, str], ...] = ({},)
    unlinked: str = ""

    @property
    def answers(self):
        """Every parameter that may stand in its query."""
        return {*(asks.partition("&")[0] for asks in self.asks), *self.narrows}


PAYMENTS = {
    "asks": ("q", "organisation"),
    "narrows": ("period", "band", "at_least", "at_most"),
    "reads": ("sort=-amount", "band=500-5000"),
}
SPEND = {**PAYMENTS, "asks": (*PAYMENTS["asks"], "category", "department")}
AGREEMENTS = {
    "asks": ("q", "q&as_at=2026-03-04", "recipient", "recipient&as_at=2026-03-04&reading=now"),
    "narrows": ("year", "standing", "band", "at_least", "at_most", "as_at", "reading", "answers"),
    "reads": (
        "as_at=2026-03-04",
        "as_at=2026-03-04&reading=now",
        "sort=-amount",
        "sort=ends",
        "standing=in-force",
        "year=2025-26",
        "at_least=5000",
        "band=500-5000",
    ),
}
# The twins read the same form by the same words: those are asked of the page alone.
CONTRACTS = {**AGREEMENTS, "asks": (*AGREEMENTS["asks"], *ASKED_BY_TEXT[AgreementKind.CONTRACT])}
GRANTS = {**AGREEMENTS, "asks": (*AGREEMENTS["asks"], *ASKED_BY_TEXT[AgreementKind.GRANT])}
# An address within an address, up to the word that is asked for.
FOLLOWED = ("search=%2Fregisters%2Fspend%2F%3Forganisation",)
PLACES = {"narrows": ("register", "year"), "reads": ("register=grants", "year=2025-26")}
PLACE = {"named": "PLACE", "holds": "place", "narrows": ("year",)}
# A workbook is read by the form of its page, and is slow to make: its bytes are walked through.
WORKBOOK = {"reads": ("sort=-amount",)}
COPIES = tuple({"kind": kind} for kind in CopyKind)
SIGNING_IN = Door(unlinked="It knows people who sign in, and no register")
DOORS = {
    "public:home": Door(narrows=("year",), reads=("year=2025-26", "year=2024-25")),
    "public:demonstration": Door(unlinked="There is none but in a demonstration"),
    "public:registers": Door(),
    "public:payments": Door(**SPEND),
    "public:payments-csv": Door(**PAYMENTS),
    "public:payments-json": Door(**PAYMENTS),
    "public:payments-xlsx": Door(**WORKBOOK),
    "public:payments-atom": Door(**PAYMENTS | {"reads": ("page=2",)}),
    "public:payment": Door(named="PAY"),
    "public:payment-csv": Door(named="PAY"),
    "public:payment-json": Door(named="PAY"),
    "public:organisations": Door(asks=("q",)),
    "public:organisations-csv": Door(asks=("q",)),
    "public:organisations-json": Door(asks=("q",)),
    "public:organisations-xlsx": Door(),
    "public:organisation": Door(named="ORG"),
    "public:organisation-csv": Door(named="ORG"),
    "public:organisation-json": Door(named="ORG"),
    "public:organisation-xlsx": Door(named="ORG"),
    "public:organisation-atom": Door(named="ORG"),
    "public:contracts": Door(**CONTRACTS),
    "public:contracts-csv": Door(**AGREEMENTS),
    "public:contracts-json": Door(**AGREEMENTS),
    "public:contracts-xlsx": Door(**WORKBOOK),
    "public:contracts-atom": Door(**AGREEMENTS),
    "public:contract": Door(named="AGR"),
    "public:contract-csv": Door(named="AGR"),
    "public:contract-json": Door(named="AGR"),
    "public:grants": Door(**GRANTS),
    "public:grants-csv": Door(**AGREEMENTS),
    "public:grants-json": Door(**AGREEMENTS),
    "public:grants-xlsx": Door(**WORKBOOK),
    "public:grants-atom": Door(**AGREEMENTS),
    "public:grant": Door(named="AGR"),
    "public:grant-csv": Door(named="AGR"),
    "public:grant-json": Door(named="AGR"),
    "public:places": Door(**PLACES),
    "public:places-csv": Door(**PLACES),
    "public:places-json": Door(**PLACES),
    "public:places-xlsx": Door(**PLACES),
    "public:place": Door(**PLACE),
    "public:place-csv": Door(**PLACE),
    "public:place-json": Door(**PLACE),
    "public:place-xlsx": Door(**PLACE),
    "public:search": Door(asks=("q", *(f"q&among={kind.name}" for kind in KINDS))),
    "public:copies": Door(among=COPIES),
    "public:copies-csv": Door(among=COPIES),
    "public:copies-json": Door(among=COPIES),
    "public:copies-xlsx": Door(among=COPIES),
    "public:copies-atom": Door(among=COPIES),
    "public:copy": Door(named="AGR", among=COPIES),
    "public:copy-file": Door(named="AGR", among=COPIES),
    "public:decisions": Door(asks=("q",), narrows=("year",)),
    "public:decisions-csv": Door(asks=("q",), narrows=("year",)),
    "public:decisions-json": Door(asks=("q",), narrows=("year",)),
    "public:decisions-atom": Door(),
    "public:decision": Door(named="PCD", holds="number"),
    "public:decision-json": Door(named="PCD", holds="number"),
    "public:statement": Door(among=tuple({"page": page} for page in StandingPage)),
    "public:contact": Door(narrows=("about", "sent")),
    "public:duties": Door(),
    "public:duties-csv": Door(),
    "public:duties-json": Door(),
    "public:catalogue": Door(),
    "public:catalogue-jsonld": Door(),
    "public:catalogue-json": Door(),
    "public:sitemap": Door(unlinked="Search engines find it by robots.txt"),
    "public:sitemap-part": Door(
        among=tuple({"name": name, "number": 1} for name in ("pages", *PARTS)),
        unlinked="Search engines find it by the sitemap",
    ),
    "public:robots": Door(unlinked="Search engines look for it"),
    **{f"public:forward-plan{end}": Door() for end in ("", "-csv", "-json", "-xlsx", "-atom")},
    "public:editions": Door(narrows=("series", "year")),
    "public:duties-xlsx": Door(),
    "public:editions-atom": Door(),
    "public:feeds": Door(),
    "public:follow": Door(asks=FOLLOWED, narrows=("search",)),
    "public:follow-asked": Door(unlinked="Whoever has sent the form comes there"),
    "public:confirm-follow": Door(unlinked="A letter leads there: nobody can make such a link"),
    "public:stop-follow": Door(unlinked="A letter leads there: nobody can make such a link"),
    "public:certificate": Door(unlinked="Whoever has its number comes there"),
    "public:training-calendar": Door(unlinked="Somebody's own calendar has the link"),
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
PROGRAMS = Door(unlinked="Programs ask it: tests.api.test_refuge looks for the refuge there")
DOORS |= {name: PROGRAMS for name in ACCESS if name.startswith("api:")}
DOORS["api:documentation"] = Door()
NEVER = "2222222222"
TWINS = ("-csv", "-json", "-atom", "-xlsx")
TAKES = re.compile(r"(?:[?&]|%3F)(?:q|recipient|organisation|search)=")
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ACTION, FIELD = re.compile(r'action="([^"]*)"'), re.compile(r'<(?:input|select)[^>]*\sname="(\w+)"')


def plain():
    """The addresses that hold nothing, linked or not."""
    for name, door in DOORS.items():
        for said in door.among:
            with suppress(NoReverseMatch):
                yield reverse(name, kwargs=said)


def linked():
    return {name for name, door in DOORS.items() if not door.unlinked}


def asked(word, *, of_twins=True):
    """Every public query, with a word in each place that a reader may put it.

    The twins of a page read a query by the form of that page, and may be left out.
    """
    return [
        (name, f"{reverse(name)}?{parameter}={{}}{and_more}{others}", word)
        for name, door in DOORS.items()
        if of_twins or not name.endswith(TWINS)
        for parameter, and_more, others in (asks.partition("&") for asks in door.asks)
    ]


def by_reference(reference):
    """Every query of a page that takes a reference."""
    return [one for one in asked(reference, of_twins=False) if TAKES.search(one[1])]


def read_otherwise():
    """The addresses that are read in ways to which no link leads."""
    return [f"{reverse(name)}?{said}" for name, door in DOORS.items() for said in door.reads]


def references_of(refuge):
    """The references by which addresses name what is withheld, by their kinds."""
    both = at_one_with(Organisation.objects.filter(pk=refuge.pk))
    agreed = Agreement.objects.filter(versions__organisation__in=both).distinct()
    return {
        "ORG": [*map(str, both)],
        "PAY": [*map(str, Payment.objects.filter(organisation__in=both))],
        "AGR": [*map(str, agreed)],
        "PLACE": [*places_named_by(agreed)],
        "PCD": [*numbers_about(both)],
        "CPY": [*map(str, Copy.objects.filter(agreement__in=agreed))],
    }


def numbers_about(organisations):
    """The decisions about cases that are to go to these organisations."""
    about = Decision.objects.filter(commission__versions__supplier__in=organisations)
    return [one.number for one in about.exclude(number=None).distinct()]


def places_named_by(agreed):
    """The places that only these agreements name, as addresses say them."""
    slugs = [set(), set()]
    for version in AgreementVersion.objects.all():
        named = places_in(version.said.get("area", ""))
        slugs[version.agreement in agreed] |= {place.slug for place in named}
    return sorted(slugs[True] - slugs[False])


def named_by(references):
    """Every address that names one of these references, and one like it that never was."""
    return [
        (
            reverse(name, kwargs={**said, door.holds: "REFERENCE"}).replace("REFERENCE", "{}"),
            reference,
            never,
        )
        for name, door in DOORS.items()
        if door.named
        for said in door.among
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
