"""A row looked over before it is published: which cells hold words that should not go out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from almoner.opendata.values import plain

from .findings import Finding
from .numbers import mail_in, numbers_in
from .payees import look_at_payee
from .people import Told, people_in
from .places import HOMES, PREMISES, SERVICES, address_in, protected_in
from .wording import WORDS, any_of

PAYEES = ("supplier_name", "recipient_name")
PROSE = frozenset(
    (
        "title",
        "description",
        "purpose",
        "reasons",
        "conditions",
        "value_for_money",
        "programme",
        "lot",
    )
)
# What may hold numbers and addresses of people, and no sentences.
CODED = frozenset(
    ("reference", "contract_reference", "supplier_other_id", "recipient_other_id", "contact")
)
POSTCODES = ("supplier_postcode", "recipient_postcode")
OF_PEOPLE = frozenset(("person-paid", "person-named", "person-initials", "person-mentioned"))
IN_CODES = frozenset(("national-insurance-number", "private-email", "mobile-number", "nhs-number"))
SHORT = 80
REMEMBERED = 400  # longer texts are seldom said again, and would fill the memory
SHORTEST_NUMBER = 9  # letters: what is shorter is no number of a person or an account
DOTTED = re.compile(r"\b(?:[A-Z]\.){3,}")  # N.H.S.: two letters may be somebody's initials
SENSITIVE = any_of(WORDS.sensitive.health_and_offences)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one cell gives away by itself, and what it says that matters beside other cells."""

    told: tuple[Told, ...]
    words: str
    address: str = ""
    protected: str = ""
    service: bool = False

    @property
    def is_of_a_person(self) -> bool:
        return any(code in OF_PEOPLE for code, _ in self.told)


def look_over(values: Mapping[str, Any]) -> list[Finding]:
    """What a row gives away of private people and of places that must not be found.

    `values` are those of a row that was read: text by canonical field.
    """
    findings, cells = list[Finding](), list[tuple[str, Seen]]()
    for name, value in values.items():
        if name in PROSE or name in PAYEES:
            seen = _seen(str(value), is_payee=name in PAYEES)
            cells.append((name, seen))
            findings += (Finding(code, name, words) for code, words in seen.told)
        elif name in CODED:
            findings += (Finding(code, name, words) for code, words in _coded(str(value)))
    if any(seen.is_of_a_person for _, seen in cells):
        findings += _sensitive(cells)
    if any(seen.address or seen.protected or seen.service for _, seen in cells):
        findings += _places(cells, values)
    return findings


def _seen(text: str, *, is_payee: bool) -> Seen:
    look = _remembered if len(text) <= REMEMBERED else _looked_at
    return look(text, is_payee=is_payee)


def _looked_at(text: str, *, is_payee: bool) -> Seen:
    undotted = DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    words = plain(undotted)
    if is_payee:
        code = look_at_payee(text)
        people = [(code, text)] if code else []
    else:
        people = list(people_in(text))
    return Seen(
        tuple(_once([*people, *numbers_in(undotted), *mail_in(text)])),
        words,
        address_in(text),
        protected_in(words),
        SERVICES.search(words) is not None,
    )


_remembered = lru_cache(maxsize=20_000)(_looked_at)  # months of a payment say the same


def _coded(text: str) -> Iterator[Told]:
    if len(text) >= SHORTEST_NUMBER:
        for told in (*numbers_in(text), *mail_in(text)):
            if told[0] in IN_CODES:
                yield told


def _once(told: Iterable[Told]) -> Iterator[Told]:
    codes = set[str]()
    for code, words in told:
        if code not in codes:
            codes.add(code)
            yield code, words


def _sensitive(cells: list[tuple[str, Seen]]) -> Iterator[Finding]:
    """Words of health or offences: of the text, or of another cell than the person's own."""
    for name, seen in cells:
        if name in PROSE and (found := SENSITIVE.search(seen.words)):
            yield Finding("sensitive-words", name, found[0])
            return


def _places(cells: list[tuple[str, Seen]], values: Mapping[str, Any]) -> Iterator[Finding]:
    """At most one finding of addresses: the gravest."""
    addressed = next(((name, seen.address) for name, seen in cells if seen.address), None)
    postcode = next(((name, str(values[name])) for name in POSTCODES if name in values), None)
    protected = next(((name, seen.protected) for name, seen in cells if seen.protected), None)
    service = next((name for name, seen in cells if seen.service), None)
    # A payee's own postcode leads to the place only if the payee is called so.
    is_payee = any(seen.service for name, seen in cells if name in PAYEES)
    if addressed and (protected or service):
        yield Finding("protected-address", *addressed)
    elif postcode and (protected or is_payee):
        yield Finding("protected-address", *postcode)
    elif protected:
        yield Finding("protected-place", *protected)
    elif service and (found := _premises(cells)):
        yield Finding("protected-place", *found)
    elif addressed:
        is_home = (
            any(HOMES.search(seen.words) for _, seen in cells) or "lat " in addressed[1].lower()
        )
        yield Finding("home-address" if is_home else "street-address", *addressed)


def _premises(cells: list[tuple[str, Seen]]) -> tuple[str, str] | None:
    """The premises of a service, where one short cell names it and another what it lives in."""
    for name, seen in cells:
        if len(seen.words) <= SHORT and (found := PREMISES.search(seen.words)):
            return name, found[0]
    return None
