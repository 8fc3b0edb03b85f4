"""Which public addresses are in a static site: a line for every route that is open to anyone.

A route is written, with how its addresses are enumerated, or left out, with the reason. A test
fails for a route that is neither. Whatever is enumerated too much does no harm: what answers "not
found" is not written. So this asks for no more than the addresses, and the pages ask at the door.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from almoner.agreements.repetitions import repeated_rows
from almoner.agreements.states import AgreementKind
from almoner.papers.kinds import CopyKind
from almoner.registers.copies import public_copied_contracts
from almoner.registers.kinds import KINDS
from almoner.registers.places import ranking_of_places
from almoner.registers.public_decisions import public_decisions
from almoner.registers.publicity import (
    public_agreements_known,
    public_organisations,
    public_payments,
)
from almoner.registers.queries import every_edition, served_of
from almoner.statements.pages import StandingPage

from .rendering import ask

PART = re.compile(r"/sitemap-([\w-]+)-(\d+)\.xml")
Said = Mapping[str, Any]
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Written:
    """A route whose answers are written, one for each of these, in however many pages."""

    each: Callable[[], Iterator[Said]]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A route that no file can stand for."""

    why: str


def once() -> Iterator[Said]:
    yield {}


def payments() -> Iterator[Said]:
    found = public_payments().order_by("pk").values_list("reference", flat=True)
    return ({"reference": reference} for reference in found.iterator(chunk_size=CHUNK))


def organisations() -> Iterator[Said]:
    """Those that are merged into another as well: their addresses lead there."""
    found = public_organisations().order_by("pk").values_list("reference", flat=True)
    return ({"reference": reference} for reference in found.iterator(chunk_size=CHUNK))


def contracts() -> Iterator[Said]:
    return _agreements(AgreementKind.CONTRACT)


def grants() -> Iterator[Said]:
    return _agreements(AgreementKind.GRANT)


def _agreements(kind: AgreementKind) -> Iterator[Said]:
    """Those that only repeat another as well: their addresses lead there."""
    on = localdate()
    known = public_agreements_known(kind, on).order_by("agreement")
    repeated = repeated_rows(on=on).filter(agreement__kind=kind)
    for found in (known, repeated):
        names = found.values_list("agreement__reference", flat=True)
        yield from ({"reference": name} for name in names.iterator(chunk_size=CHUNK))


def registers_of_copies() -> Iterator[Said]:
    return ({"kind": kind} for kind in CopyKind)


def copies() -> Iterator[Said]:
    for kind in CopyKind:
        found = public_copied_contracts(kind, on=localdate())
        names = found.order_by("pk").values_list("reference", flat=True)
        yield from ({"kind": kind, "reference": name} for name in names.iterator(chunk_size=CHUNK))


def decisions() -> Iterator[Said]:
    numbers = public_decisions().order_by("pk").values_list("number", flat=True)
    return ({"number": number} for number in numbers.iterator(chunk_size=CHUNK))


def places() -> Iterator[Said]:
    found = ranking_of_places(KINDS, on=localdate())
    return ({"place": one.place.slug} for one in found.places)


def parts_of_the_map() -> Iterator[Said]:
    whole = ask(reverse("public:sitemap")).text
    return ({"name": name, "number": int(n)} for name, n in PART.findall(whole))


def statements() -> Iterator[Said]:
    return ({"page": page} for page in StandingPage if page != StandingPage.CONTACT)


def editions() -> Iterator[Said]:
    for edition in every_edition().iterator(chunk_size=CHUNK):
        yield {"series": edition.series, "period": edition.period, "number": edition.number}


def edition_files() -> Iterator[Said]:
    for edition in every_edition().iterator(chunk_size=CHUNK):
        served = served_of(edition)
        said = {"series": edition.series, "period": edition.period, "number": edition.number}
        yield from ({**said, "name": file.name} for file in (served.files if served else ()))


LETTERS = Left("It takes a server to send letters")
PEOPLE = Left("It knows who signs in, and a file knows nobody")
PROGRAMS = Left("The API answers questions; the downloads and the editions hold the same rows")

ROUTES: dict[str, Written | Left] = {
    "public:home": Written(once),
    "public:demonstration": PEOPLE,
    "public:registers": Written(once),
    "public:payments": Written(once, is_list=True),
    "public:payments-csv": Written(once),
    "public:payments-json": Written(once),
    "public:payments-xlsx": Written(once),
    "public:payments-atom": Written(once),
    "public:payment": Written(payments),
    "public:payment-csv": Written(payments),
    "public:payment-json": Written(payments),
    "public:organisations": Written(once, is_list=True),
    "public:organisations-csv": Written(once),
    "public:organisations-json": Written(once),
    "public:organisations-xlsx": Written(once),
    "public:organisation": Written(organisations),
    "public:organisation-csv": Written(organisations),
    "public:organisation-json": Written(organisations),
    "public:organisation-xlsx": Written(organisations),
    "public:organisation-atom": Written(organisations),
    "public:contracts": Written(once, is_list=True),
    "public:contracts-csv": Written(once),
    "public:contracts-json": Written(once),
    "public:contracts-xlsx": Written(once),
    "public:contracts-atom": Written(once),
    "public:contract": Written(contracts),
    "public:contract-csv": Written(contracts),
    "public:contract-json": Written(contracts),
    "public:grants": Written(once, is_list=True),
    "public:grants-csv": Written(once),
    "public:grants-json": Written(once),
    "public:grants-xlsx": Written(once),
    "public:grants-atom": Written(once),
    "public:grant": Written(grants),
    "public:grant-csv": Written(grants),
    "public:grant-json": Written(grants),
    "public:copies": Written(registers_of_copies, is_list=True),
    "public:copies-csv": Written(registers_of_copies),
    "public:copies-json": Written(registers_of_copies),
    "public:copies-xlsx": Written(registers_of_copies),
    "public:copies-atom": Written(registers_of_copies),
    "public:copy": Written(copies),
    "public:copy-file": Written(copies),
    "public:decisions": Written(once, is_list=True),
    "public:decisions-csv": Written(once),
    "public:decisions-json": Written(once),
    "public:decisions-atom": Written(once),
    "public:decision": Written(decisions),
    "public:decision-json": Written(decisions),
    "public:places": Written(once, is_list=True),
    "public:places-csv": Written(once),
    "public:places-json": Written(once),
    "public:places-xlsx": Written(once),
    "public:place": Written(places),
    "public:place-csv": Written(places),
    "public:place-json": Written(places),
    "public:place-xlsx": Written(places),
    "public:forward-plan": Written(once, is_list=True),
    "public:forward-plan-csv": Written(once),
    "public:forward-plan-json": Written(once),
    "public:forward-plan-xlsx": Written(once),
    "public:forward-plan-atom": Written(once),
    "public:search": Left("The site's own page of search stands there"),
    "public:statement": Written(statements),
    # Its page stands without the form, which nobody would receive.
    "public:contact": Written(once),
    "public:duties": Written(once),
    "public:duties-csv": Written(once),
    "public:duties-json": Written(once),
    "public:duties-xlsx": Written(once),
    "public:catalogue": Written(once),
    "public:catalogue-jsonld": Written(once),
    "public:catalogue-json": Written(once),
    "public:sitemap": Written(once),
    "public:sitemap-part": Written(parts_of_the_map),
    "public:robots": Written(once),
    "public:feeds": Written(once),
    "public:follow": LETTERS,
    "public:follow-asked": LETTERS,
    "public:confirm-follow": LETTERS,
    "public:stop-follow": LETTERS,
    "public:certificate": Left("Whether it holds is asked for on the day"),
    "public:training-calendar": LETTERS,
    "public:editions": Written(once, is_list=True),
    "public:editions-atom": Written(once),
    "public:edition": Written(editions),
    "public:edition-file": Written(edition_files),
    "portal:home": PEOPLE,
    "health": Left("A web host says by itself whether it stands"),
    "metrics": Left("They are figures of this machine"),
    "join": PEOPLE,
    "account_login": PEOPLE,
    "account_inactive": PEOPLE,
    "account_reset_password": PEOPLE,
    "account_reset_password_done": PEOPLE,
    "account_reset_password_from_key": PEOPLE,
    "account_reset_password_from_key_done": PEOPLE,
    "mfa_login_webauthn": PEOPLE,
    "socialaccount_login_cancelled": PEOPLE,
    "openid_connect_login": PEOPLE,
    "openid_connect_callback": PEOPLE,
}


def fate_of(route: str) -> Written | Left:
    """What becomes of a route that is open to anyone. Raises KeyError for one without a line."""
    return PROGRAMS if route.startswith("api:") else ROUTES[route]


def is_written(route: str) -> bool:
    return isinstance(ROUTES.get(route), Written)
