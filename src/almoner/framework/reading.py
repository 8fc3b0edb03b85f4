"""Reads a framework from TOML, and says of every mistake where it is and what to do."""

import re
import tomllib
from bisect import bisect_left
from functools import cache
from pathlib import Path
from reprlib import repr as shortened
from typing import Any

from msgspec import ValidationError, convert

from almoner.accounts.roles import Role

from .duties import (
    DueRule,
    Duty,
    Framework,
    Frequency,
    Scope,
    SetBy,
    Subject,
    Unit,
)
from .items import Item
from .words import Inconsistent, Place

SHIPPED = {file.stem: file for file in sorted(Path(__file__).parent.glob("*.toml"))}
LARGEST = 1 << 16  # bytes; a framework is read by people
LONGEST = 50  # lines; in a value of more, a line may be named that is only near the mistake

LISTS = {
    "dataset": Subject,
    "scope": Scope,
    "frequency": Frequency,
    "unit": Unit,
    "set_by": SetBy,
    "owner": Role,
    "deputy": Role,
}
WORDS = "Write words between quotation marks, at most 500 characters."
POUNDS = "Write whole pounds without a comma, such as 10000."
REMEDIES = {
    "title": WORDS,
    "what": WORDS,
    "law": WORDS,
    "commitment": WORDS,
    "code": "Write lower-case words joined by hyphens, such as grants-monthly.",
    "duty": "Begin each duty with a line that says [[duty]].",
    "item": "Begin each item with a line that says [[item]].",
    "paragraph": WORDS,
    "when": WORDS,
    "elsewhere": 'Write an address that begins with https://, or "" until there is one.',
    "due": 'Write { within = 30, unit = "days", set_by = "target" }.',
    "within": "Write a whole number from 1 to 366.",
    "over": POUNDS,
    "at_most": POUNDS,
    **{key: f"Write one of: {', '.join(words.values)}." for key, words in LISTS.items()},
}


REMEDIES_OF_ITEMS = {**REMEDIES, "duty": "Write the code of a duty, such as grants-monthly."}


class UnreadableFramework(Exception):
    """A framework cannot be used. The message says where, why, and what to do."""


@cache
def framework_called(name: str) -> Framework:
    """Read a framework that comes with Almoner, by its name, or one in a file, by its path.

    It is read once: like a setting, it holds until the next start. Raises UnreadableFramework.
    """
    file = SHIPPED.get(name) or Path(name)
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UnreadableFramework(
            f"The framework {name!r} cannot be opened ({why})."
            f" Name a file, or one of those that come with Almoner: {', '.join(SHIPPED)}."
        ) from error
    return read_framework(_decoded(content, file.name), file=file.name)


def read_framework(text: str, *, file: str) -> Framework:
    """Read a framework's text. Raises UnreadableFramework."""
    said = _parsed(text, file)
    try:
        return convert(said, type=Framework)
    except ValidationError as error:
        place, sentence = _mistake(error, said)
        line = line_of(text, place)
        raise UnreadableFramework(f"{file}, line {line}: {sentence}") from error


def line_of(text: str, place: Place) -> int:
    """The line by which the value at a place has been said, such as `("duty", 2, "owner")`."""
    lines = text.split("\n")

    def is_said_by(count: int) -> bool:
        return _reaches(_longest_parsed(lines[:count]), place)

    return min(
        bisect_left(range(len(lines)), x=True, key=lambda n: is_said_by(n + 1)) + 1, len(lines)
    )


def _longest_parsed(lines: list[str]) -> dict[str, Any]:
    """What the lines say, without the last ones where these end inside a value."""
    for count in range(len(lines), max(0, len(lines) - LONGEST), -1):
        try:
            return tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
    return {}


def _reaches(said: Any, place: Place) -> bool:
    for step in place:
        try:
            said = said[step]
        except (KeyError, IndexError):
            return False
    return True


def _decoded(content: bytes, file: str) -> str:
    if len(content) > LARGEST:
        raise UnreadableFramework(
            f"{file} is longer than {LARGEST >> 10} kB. Give the framework's own file."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFramework(
            f"{file}, line {line}: this is not text in UTF-8. Save the file in that encoding."
        ) from error


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).rpartition(" (at ")
        found = re.match(r"line (\d+)", place)
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        raise UnreadableFramework(
            f"{file}, line {line}: this is not TOML ({reason})."
            ' Write each line as: key = "words between quotation marks".'
        ) from error
    except (ValueError, RecursionError) as error:  # a number or a nest of lists without end
        raise UnreadableFramework(
            f"{file} holds a number or a list that is far too long. Take it out."
        ) from error


def _mistake(error: ValidationError, said: dict[str, Any]) -> tuple[Place, str]:
    """Where the mistake is, and what it is, in words of ours."""
    message, place = _taken_apart(str(error))
    if isinstance(error.__cause__, Inconsistent):
        return [*place, *error.__cause__.place], str(error.__cause__)
    if unknown := re.fullmatch(r"Object contains unknown field `(.*?)`?", message, re.DOTALL):
        known = ", ".join(_struct_at(place).__struct_encode_fields__)
        stranger = shortened(unknown[1])
        return [*place, unknown[1]], f"Nothing is called {stranger} here. Use: {known}."
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", message):
        key = missing[1]
        return place, f"`{key}` is missing. {REMEDIES[key].replace('Write', f'Add {key}:', 1)}"
    key = next(step for step in reversed(place) if isinstance(step, str))
    remedies = REMEDIES_OF_ITEMS if place[0] == "item" and len(place) > 1 else REMEDIES
    return place, f"`{key}` cannot be {shortened(_value_at(said, place))}. {remedies[key]}"


def _taken_apart(message: str) -> tuple[str, list[str | int]]:
    """What msgspec says and the place where: last, after keys and values that may look like one."""
    found = re.search(r" - at `\$([^`]*)`\Z", message)
    if found is None:
        return message, []
    steps = re.findall(r"\w+", found[1])
    return message[: found.start()], [int(step) if step.isdecimal() else step for step in steps]


def _struct_at(place: Place) -> type[Framework | Duty | DueRule | Item]:
    if not place:
        return Framework
    if place[0] == "item":
        return Item
    return DueRule if place[-1] == "due" else Duty


def _value_at(said: Any, place: Place) -> Any:
    for step in place:
        said = said[step]
    return said
