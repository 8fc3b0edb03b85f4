"""The words by which rows are looked over: `words.toml`, and the names in `names.toml`."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, toml

Words = frozenset[str]


class PeopleWords(Struct, forbid_unknown_fields=True, frozen=True):
    """What stands in the cell of a payee who is a person, and of one who is not."""

    titles: Words
    ranks: Words
    of_the_dead: tuple[str, ...]
    trading: tuple[str, ...]
    weak: Words
    organisations: Words
    firms: tuple[str, ...]


class TextWords(Struct, forbid_unknown_fields=True, frozen=True):
    """What tells in a text that a person is meant, or that none is."""

    roles: tuple[str, ...]
    loose: Words
    acronyms: Words
    not_after_title: Words
    after_name: Words
    before_name: Words


class SensitiveWords(Struct, forbid_unknown_fields=True, frozen=True):
    """What no name should stand beside."""

    health_and_offences: tuple[str, ...]


class PlaceWords(Struct, forbid_unknown_fields=True, frozen=True):
    """Places that must not be found, homes, and how streets are called."""

    protected: tuple[str, ...]
    harmless: tuple[str, ...]
    services: tuple[str, ...]
    premises: tuple[str, ...]
    homes: tuple[str, ...]
    streets: tuple[str, ...]
    counted: Words
    not_streets: Words


class NumberWords(Struct, forbid_unknown_fields=True, frozen=True):
    """What stands in addresses of mail, and beside numbers of vehicles and accounts."""

    private_mail: Words
    mailboxes: Words
    vehicle_words: Words
    banking_words: tuple[str, ...]


class AllWords(Struct, forbid_unknown_fields=True, frozen=True):
    """What `words.toml` says."""

    people: PeopleWords
    text: TextWords
    sensitive: SensitiveWords
    places: PlaceWords
    numbers: NumberWords


class NamesRead(Struct, forbid_unknown_fields=True, frozen=True):
    """What `names.toml` says: names in lower case."""

    given: Words
    rarer: Words
    family: Words


WORDS = toml.decode(Path(__file__).with_name("words.toml").read_bytes(), type=AllWords)


class Names(NamedTuple):
    """Names of people, in lower case; `sure_given` are those that are no other word."""

    sure_given: Words
    given: Words
    family: Words


@cache
def names() -> Names:
    """The names, read when first asked for: they take some megabytes, and few pages need them."""
    read = toml.decode(Path(__file__).with_name("names.toml").read_bytes(), type=NamesRead)
    return Names(read.given - WORDS.people.weak, read.given | read.rarer, read.family)


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern of whole phrases in plain words, the longest first."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
