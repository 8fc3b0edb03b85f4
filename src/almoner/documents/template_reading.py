"""Reads a template from TOML, and says of every mistake where it is and what to do."""

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from msgspec import Struct as Said
from msgspec import ValidationError, convert

from almoner.accounts.roles import Role

from .merge_fields import FIELDS, unknown_fields
from .shapes import Belongs, Section, SectionKind, Template, Unfit

LARGEST = 1 << 18  # characters; a template is read by people
REMEDIES = {
    "owner": f"Write one of: {', '.join(Role.values)}.",
    "kind": f"Write one of: {', '.join(SectionKind)}.",
    "review-months": "Write a whole number of months, such as 12.",
    "belongs-to": f"Write one of: {', '.join(Belongs)}.",
    "is-optional": "Write true or false, without quotation marks.",
    "columns": 'Write a list of words, such as ["Risk", "Owner"].',
    "choices": 'Write a list of words, such as ["Grant", "Contract"].',
    "rows": 'Write a list of lists of words, such as [["Age"], ["Disability"]].',
}
WORDS = "Write words between quotation marks."


class UnreadableTemplate(ValueError):
    """A template cannot be used. The message says where, why, and what to do."""


def read_template(text: str, *, file: str) -> Template:
    """Read a template's text. Raises UnreadableTemplate."""
    if len(text) > LARGEST:
        raise UnreadableTemplate(f"{file} is longer than {LARGEST >> 10} kB. Give one template.")
    template = _converted(_parsed(text, file), text, file)
    for number, section in enumerate(template.section):
        if unknown := unknown_fields(section.text):
            line = line_of(text, ("section", number, "text"))
            raise UnreadableTemplate(
                f"{file}, line {line}: there is no field called {unknown[0]}."
                f" Use one of: {', '.join(FIELDS)}."
            )
    return template


def line_of(text: str, place: Sequence[str | int]) -> int:
    """The line on which what is at a place begins, such as `("section", 2, "kind")`."""
    lines = text.split("\n")
    start, key = 0, next((step for step in reversed(place) if isinstance(step, str)), "")
    number = next((step for step in place if isinstance(step, int)), None)
    if number is not None:
        begun = [n for n, line in enumerate(lines) if line.strip() == "[[section]]"]
        start = begun[number] if number < len(begun) else 0
    for n in range(start, len(lines)):
        if re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", lines[n]):
            return n + 1
        if n > start and lines[n].strip() == "[[section]]":
            break
    return start + 1


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        raise UnreadableTemplate(
            f"{file}, line {line}: this is not TOML ({error})."
            ' Write each line as: key = "words between quotation marks".'
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableTemplate(
            f"{file} holds a number or a nest of lists without end."
        ) from error


def _converted(said: dict[str, Any], text: str, file: str) -> Template:
    try:
        return convert(said, type=Template)
    except ValidationError as error:
        message, place = _taken_apart(str(error))
        if isinstance(error.__cause__, Unfit):
            message, place = str(error.__cause__), [*place, error.__cause__.key]
        else:
            message, place = _in_our_words(message, place)
        line = line_of(text, place)
        raise UnreadableTemplate(f"{file}, line {line}: {message}") from error


def _in_our_words(message: str, place: list[str | int]) -> tuple[str, list[str | int]]:
    of: type[Said] = Section if place else Template
    if unknown := re.search(r"unknown field `([^`]*)`", message):
        known = ", ".join(of.__struct_encode_fields__)
        return f"Nothing is called {unknown[1]} here. Use: {known}.", [*place, unknown[1]]
    if missing := re.search(r"missing required field `([^`]*)`", message):
        return f"`{missing[1]}` is missing. {_remedy(missing[1])}", place
    key = next((step for step in reversed(place) if isinstance(step, str)), "section")
    return f"`{key}` cannot be this. {_remedy(key)}", place


def _remedy(key: str) -> str:
    return REMEDIES.get(key, WORDS)


def _taken_apart(message: str) -> tuple[str, list[str | int]]:
    """What msgspec says, and the place where."""
    found = re.search(r" - at `\$([^`]*)`\Z", message)
    if found is None:
        return message, []
    steps = re.findall(r"[\w-]+", found[1])
    return message[: found.start()], [int(step) if step.isdecimal() else step for step in steps]
