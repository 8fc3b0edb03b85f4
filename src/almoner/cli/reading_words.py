"""What `almoner read` and `almoner check` say in the same words: their options, and a refusal."""

import json
import sys
from argparse import ArgumentParser
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from .screen import as_text, on_screen

NOT_READABLE = 2


def add_reading_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--kind",
        choices=["contracts", "grants", "spend"],
        help="what the tables are (default: guessed)",
    )
    parser.add_argument(
        "--mapping", type=Path, metavar="M.toml", help="how the columns are read, as saved before"
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON for each file")


def speak_through_any_pipe() -> None:
    """What is said of a file goes through a pipe of any encoding."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def say_not_readable(path: Path, why: str, *, as_json: bool) -> int:
    print(f"almoner: {on_screen(why)}", file=sys.stderr)
    if as_json:
        print_json({"file": as_text(path), "error": on_screen(why)})
    return NOT_READABLE


def print_json(said: dict[str, Any]) -> None:
    # In ASCII, it steers no terminal and goes through a pipe of any encoding.
    print(json.dumps(said))
