"""The `almoner` program: reads its words, does one thing, and says in a sentence why it did not."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from .commands import COMMANDS, Command, command_in, commands_of
from .refusals import Misuse, explained
from .screen import on_screen

INTERRUPTED = 130


def main() -> None:
    sys.exit(answer(sys.argv[1:]))


def answer(words: list[str]) -> int:
    """Do what the words say and return the exit code: 0 done, 1 refused or not so, 2 misused."""
    try:
        return _done(words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read us, such as `head`, has read enough
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        explanation = explained(error)
        if explanation is None:
            raise
        code, sentence = explanation
        print(f"almoner: {on_screen(sentence)}", file=sys.stderr)
        return code


def _done(words: list[str]) -> int:
    if words[:1] == ["help"] and words[1:]:
        words = [*words[1:], "--help"]
    if not words or words in (["help"], ["-h"], ["--help"]):
        print(listing())
        return 0
    if found := command_in(words):
        return perform(*found)
    if inside := commands_of(words[0]):
        if {"-h", "--help"} & {*words}:
            print(listing(inside))
            return 0
        raise Misuse(f"Say which: {', '.join(command.name for command in inside)}.")
    return _django(words)


def perform(command: Command, words: list[str]) -> int:
    if not command.is_file_command:
        _start_django()
    module = command.load()
    parser = parser_of(command)
    module.add_arguments(parser)
    return module.run(parser.parse_args(words)) or 0


def parser_of(command: Command) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"almoner {command.name}",
        description=command.purpose,
        epilog=f"What it changes: {command.changes}",
        allow_abbrev=False,
    )


def _start_django() -> None:
    """Wake Django, which file commands never need."""
    try:
        import django  # noqa: PLC0415 - file commands run without Django
    except ImportError as error:
        raise Misuse("This command needs the service: install almoner[service].") from error
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    django.setup()


def _django(words: list[str]) -> int:
    """Pass on a word that is not ours: Django has commands for whoever develops Almoner."""
    _start_django()
    from django.core.management import (  # noqa: PLC0415 - file commands run without Django
        execute_from_command_line,
        get_commands,
    )

    if words[0] not in {*get_commands(), "version", "--version"}:
        raise Misuse(f"There is no command {words[0]!r}. `almoner` by itself lists them all.")
    execute_from_command_line(["almoner", *words])
    return 0


def listing(commands: Sequence[Command] = COMMANDS) -> str:
    """Name each command and what it is for."""
    widest = max(len(command.name) for command in commands)
    lines = [f"  {command.name:{widest}}  {command.purpose}" for command in commands]
    head = "Usage: almoner COMMAND … (`almoner COMMAND --help` says what it changes)"
    return "\n".join([head, "", *lines])
