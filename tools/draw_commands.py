"""Draw docs/reference/commands.md: every command, what it changes and the words it takes."""

import argparse
from collections.abc import Iterator

from tools.house import ROOT, set_up

FILE = ROOT / "docs" / "reference" / "commands.md"
HEAD = """# Commands

`almoner COMMAND --help` says the same. The exit code is 0 when it was done, 1 when it was refused
or something is not so, 2 when the words make no sense; the reason is one line on the error stream.
File commands run without Django and without a database.
"""


def draw() -> str:
    set_up()
    from almoner.cli.commands import COMMANDS  # noqa: PLC0415 - Django must be set up first
    from almoner.cli.program import parser_of  # noqa: PLC0415 - as above

    parts = [HEAD]
    for command in COMMANDS:
        parser = parser_of(command)
        command.load().add_arguments(parser)
        title = f"almoner {command.name}" + (" (file command)" if command.is_file_command else "")
        says = [f"## {title}", parser.description or "", f"Changes: {command.changes}"]
        parts.append("\n\n".join([*says, *table(parser)]) + "\n")
    return "\n".join(parts)


def table(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The words a command takes, beyond --help, as a table. Empty when there are none."""
    rows = [row(action) for action in parser._actions if action.dest != "help"]
    if rows:
        yield "\n".join(["| | |", "| --- | --- |", *rows])


def row(action: argparse.Action) -> str:
    shown = action.metavar or (action.dest.upper() if action.nargs != 0 else "")
    words = f"{'`, `'.join(action.option_strings)} {shown}".strip()
    must = " Required." if action.required and action.option_strings else ""
    says = (action.help or "") % {"default": action.default}
    return f"| `{words}` | {says[:1].upper()}{says[1:]}.{must} |"
