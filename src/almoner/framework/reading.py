"""Reads a framework from TOML, and says of every mistake where it is and what to do."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import ValidationError, convert

from .contents import Framework
from .mistakes import Mistake, mistakes_in
from .soundness import faults_in, unknown_names
from .words import Inconsistent, Place

SHIPPED = {name: Path(__file__).with_name(f"{name}.toml") for name in ("council", "policing")}
MOST = 20  # mistakes; whoever has more mends these first
LARGEST = 1 << 17  # bytes; a framework is read by people
LONGEST = 50  # lines; in a value of more, a line may be named that is only near the mistake


class UnreadableFramework(Exception):
    """A framework cannot be used. Each problem says where it is, why, and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems: Sequence[str] = problems


@cache
def framework_called(name: str) -> Framework:
    """Read a framework that comes with Almoner, by its name, or one in a file, by its path.

    It is read once: like a setting, it holds until the next start. Raises UnreadableFramework.
    """
    return check_framework(text_called(name), file=file_called(name).name)


def file_called(name: str) -> Path:
    """The file of a framework that comes with Almoner, by its name, or any other, by its path."""
    return SHIPPED.get(name) or Path(name)


def text_called(name: str) -> str:
    """What the file of a framework says. Raises UnreadableFramework."""
    file = file_called(name)
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UnreadableFramework(
            f"The framework {name!r} cannot be opened ({why})."
            f" Name a file, or one of those that come with Almoner: {', '.join(SHIPPED)}."
        ) from error
    return text_of(content, file=file.name)


def check_framework(text: str, *, file: str) -> Framework:
    """Read a framework that somebody wants to use, which names only what apps declare.

    Raises UnreadableFramework.
    """
    framework = read_framework(text, file=file)
    _refuse(unknown_names(framework), text, file)
    return framework


def read_framework(text: str, *, file: str) -> Framework:
    """Read a framework's text, whatever apps declare today. Raises UnreadableFramework."""
    framework = recall_framework(text, file=file)
    _refuse(faults_in(framework), text, file)
    return framework


def recall_framework(text: str, *, file: str) -> Framework:
    """Read a text that was sound when it was kept, though a later release may ask for more.

    Raises UnreadableFramework.
    """
    said = _parsed(text, file)
    try:
        return convert(said, type=Framework)
    except ValidationError as error:
        raise _unreadable(mistakes_in(said, error), text, file) from error


def _refuse(faults: Iterable[Inconsistent], text: str, file: str) -> None:
    if found := [Mistake(fault.place, str(fault)) for fault in faults]:
        raise _unreadable(found, text, file)


def _unreadable(mistakes: Iterable[Mistake], text: str, file: str) -> UnreadableFramework:
    """The first mistakes as problems, in the order of their lines."""
    found = list(mistakes)
    lines = sorted((line_of(text, one.place), one.sentence) for one in found[:MOST])
    problems = [f"{file}, line {line}: {sentence}" for line, sentence in lines]
    if len(found) > MOST:
        problems.append(f"{file} has {len(found) - MOST} more mistakes. Mend these first.")
    return UnreadableFramework(*problems)


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


def text_of(content: bytes, *, file: str) -> str:
    """The text of a file's content. Raises UnreadableFramework."""
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
