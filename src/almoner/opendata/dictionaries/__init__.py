"""Dictionaries: what a kind of table holds, and the words by which publishers head its columns.

Whoever has another kind of table writes another file beside these and gives it to the reader.
"""

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from msgspec import DecodeError, Struct, ValidationError, toml

from .wording import folded, plain_heading

__all__ = ["Dictionary", "Excuse", "Field", "UnreadableDictionary"]
__all__ += ["bag_of", "folded", "plain_heading", "read_dictionary", "shipped"]

SHIPPED = ("contracts", "grants", "spend")
BEST, WORST = 0.98, 0.7  # how sure the first and the last of a field's words make us
LOOSER = 0.9  # what is left of that where the words stand in another order
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_PLAIN = re.compile(r"[^\W_A-Z]+(?: [^\W_A-Z]+)*")


class UnreadableDictionary(Exception):
    """A dictionary cannot be used. The message names the file and the key, and says what to do."""


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a row may say."""

    type: Literal[
        "text",
        "name",  # of an organisation
        "date",
        "money",
        "number",
        "yes-no",
        "company-number",
        "charity-number",
        "postcode",
    ]
    says: str
    words: tuple[str, ...]  # whole headings, best first
    parts: tuple[str, ...] = ()  # phrases that may stand inside a longer heading
    never: tuple[str, ...] = ()  # phrases that a longer heading for it does not hold
    internal: bool = False  # read, but no column of what we write
    dash_is_nil: bool = False  # of money: a dash means nothing was paid, not that nothing is said
    otherwise: tuple[str, ...] = ()  # fields that a value of the wrong shape may be of after all


class Excuse(Struct, frozen=True, forbid_unknown_fields=True, rename={"values": "is"}):
    """Needs that need not be met where another field says so: closed data."""

    fields: tuple[str, ...]
    where: str
    values: tuple[str, ...]


class Dictionary(Struct, frozen=True, forbid_unknown_fields=True, eq=False, dict=True):
    """A kind of table: its fields, what every row needs, which money is added up."""

    kind: str
    title: str
    needs: tuple[tuple[str, ...], ...]
    fields: dict[str, Field]
    hints: tuple[str, ...] = ()  # words of files and sheets that speak for this kind
    signs: tuple[str, ...] = ()  # words of headings without one of which nothing is of this kind
    against: tuple[str, ...] = ()  # phrases of headings that speak against it
    money: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    excused: tuple[Excuse, ...] = ()
    order: tuple[tuple[str, str], ...] = ()  # days of which the first comes before the second

    @cached_property
    def needed(self) -> frozenset[str]:
        """Every field that meets one of the needs."""
        return frozenset(name for group in self.needs for name in group)

    @cached_property
    def by_whole(self) -> dict[str, dict[str, float]]:
        """The fields that a whole heading may stand for, and how surely."""
        found: dict[str, dict[str, float]] = {}
        for name, field in self.fields.items():
            step = (BEST - WORST) / max(len(field.words), 8)
            for place, word in enumerate(field.words):
                found.setdefault(folded(word), {}).setdefault(name, round(BEST - step * place, 2))
        return found

    @cached_property
    def by_bag(self) -> dict[str, dict[str, float]]:
        """The same, whatever the order of the words."""
        found: dict[str, dict[str, float]] = {}
        for words, fields in self.by_whole.items():
            if " " in words:
                bag = found.setdefault(bag_of(words), {})
                for name, sure in fields.items():
                    bag[name] = max(bag.get(name, 0.0), round(sure * LOOSER, 2))
        return found

    @cached_property
    def by_part(self) -> dict[str, set[str]]:
        """The fields that a phrase in a heading may stand for."""
        return _by_phrase({name: field.parts for name, field in self.fields.items()})

    @cached_property
    def by_never(self) -> dict[str, set[str]]:
        """The fields that a phrase in a heading rules out."""
        return _by_phrase({name: field.never for name, field in self.fields.items()})


def read_dictionary(path: Path) -> Dictionary:
    """Read one kind of table from its file. Raises UnreadableDictionary."""
    try:
        dictionary = toml.decode(path.read_bytes(), type=Dictionary)
    except OSError as error:
        raise UnreadableDictionary(
            f"{path.name} cannot be opened ({error.strerror}). Give the path of a dictionary."
        ) from error
    except ValidationError as error:
        raise UnreadableDictionary(
            f"{path.name} is no dictionary: {error}. Compare it with one that comes with Almoner."
        ) from error
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableDictionary(
            f"{path.name} is not TOML: {error}. Mend that line and give the file again."
        ) from error
    if mistake := next(iter(_mistakes(dictionary)), None):
        raise UnreadableDictionary(f"{path.name}: {mistake}")
    return dictionary


@cache
def shipped() -> tuple[Dictionary, ...]:
    """The kinds of table that Almoner knows: contracts, grants and spend."""
    return tuple(read_dictionary(Path(__file__).with_name(f"{kind}.toml")) for kind in SHIPPED)


def bag_of(words: str) -> str:
    """Words in an order that is always the same."""
    return " ".join(sorted(words.split()))


def _by_phrase(phrases: dict[str, tuple[str, ...]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, group in phrases.items():
        for phrase in group:
            found.setdefault(folded(phrase), set()).add(name)
    return found


def _mistakes(dictionary: Dictionary) -> list[str]:
    return [
        *_names_that_are_no_words(dictionary),
        *_unknown_names(dictionary),
        *_fields_of_another_type(dictionary),
        *_money_that_is_none(dictionary),
        *_words_that_are_not_plain(dictionary),
    ] or ([] if dictionary.needs else ["“needs” is empty. Say what every row must tell."])


def _names_that_are_no_words(dictionary: Dictionary) -> list[str]:
    # A kind names a file that is written, and a field the heading of a column in it.
    return [
        f"“{name}” is no name for a kind or a field. Write small letters, digits, “-” and “_”."
        for name in (dictionary.kind, *dictionary.fields)
        if not _NAME.fullmatch(name)
    ]


def _fields_of_another_type(dictionary: Dictionary) -> list[str]:
    types = {name: field.type for name, field in dictionary.fields.items()}
    ordered = [name for pair in dictionary.order for name in pair]
    others = [name for field in dictionary.fields.values() for name in field.otherwise]
    return [
        f"“order” names “{name}”, which is no day. Name fields whose type is date."
        for name in ordered
        if types.get(name, "date") != "date"
    ] + [
        f"“otherwise” names “{name}”, which is a day or money. Name fields of other types."
        for name in others
        if types.get(name) in {"date", "money"}
    ]


def _unknown_names(dictionary: Dictionary) -> list[str]:
    named = {
        "needs": [name for group in dictionary.needs for name in group],
        "money": dictionary.money,
        "key": dictionary.key,
        "order": [name for pair in dictionary.order for name in pair],
        "otherwise": [n for field in dictionary.fields.values() for n in field.otherwise],
        "excused": [
            name for excuse in dictionary.excused for name in (*excuse.fields, excuse.where)
        ],
    }
    return [
        f"“{key}” names “{name}”, which is no field. Add [fields.{name}], or take the name away."
        for key, names in named.items()
        for name in names
        if name not in dictionary.fields
    ]


def _money_that_is_none(dictionary: Dictionary) -> list[str]:
    return [
        f'“money” names “{name}”, which is no money. Write type = "money" under [fields.{name}].'
        for name in dictionary.money
        if name in dictionary.fields and dictionary.fields[name].type != "money"
    ]


def _words_that_are_not_plain(dictionary: Dictionary) -> list[str]:
    groups = {"hints": dictionary.hints, "signs": dictionary.signs, "against": dictionary.against}
    for name, field in dictionary.fields.items():
        groups[f"fields.{name}"] = (*field.words, *field.parts, *field.never)
    for excuse in dictionary.excused:
        groups["excused"] = excuse.values
    return [
        f"“{key}” has “{word}”. Write words in small letters and digits, one space between."
        for key, words in groups.items()
        for word in words
        if not _PLAIN.fullmatch(word)
    ]
