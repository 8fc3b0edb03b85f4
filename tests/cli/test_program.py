import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.core.management import CommandError
from django.db import IntegrityError, OperationalError, ProgrammingError

from almoner.cli import program
from almoner.cli.commands import COMMANDS, Command, command_in
from almoner.cli.program import answer
from almoner.cli.refusals import Misuse, Refusal, explained
from almoner.core.lifecycles import IllegalTransition

SOURCE = Path(__file__).parents[2] / "src"


def almoner(*words, python=()):
    command = [sys.executable, *python, "-m", "almoner.cli", *words]
    return subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False)


def test_the_bare_program_lists_every_command(capsys):
    code = answer([])

    listed = capsys.readouterr().out
    assert code == 0
    assert [c.name for c in COMMANDS if f"  {c.name} " not in listed] == []


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"]])
def test_the_list_wakes_no_django(words):
    started = almoner(*words, python=["-X", "importtime"])

    assert started.returncode == 0
    assert "django" not in started.stderr


@pytest.mark.parametrize("spelling", ["run_due", "run-due"])
def test_a_command_is_known_by_either_spelling(spelling):
    command, rest = command_in([spelling, "--quiet"])

    assert (command.name, rest) == ("run_due", ["--quiet"])


def test_the_longest_name_is_read_before_its_words():
    command, rest = command_in(["user", "add", "lena"])

    assert (command.name, rest) == ("user add", ["lena"])


def test_half_a_name_is_answered_with_its_ends(capsys):
    assert answer(["user"]) == 2
    assert capsys.readouterr().err == "almoner: Say which: user add, user link, user list.\n"


@pytest.mark.parametrize("words", [["user", "--help"], ["help", "user"]])
def test_help_on_half_a_name_lists_its_ends(words, capsys):
    code = answer(words)

    listed = capsys.readouterr().out
    assert code == 0
    assert "user add" in listed
    assert "backup" not in listed


@pytest.mark.parametrize("words", [["nonsense"], ["help", "nonsense"]])
def test_a_command_that_is_none_is_misuse(words, capsys):
    assert answer(words) == 2
    assert capsys.readouterr().err == (
        "almoner: There is no command 'nonsense'. `almoner` by itself lists them all.\n"
    )


@pytest.mark.parametrize("words", [["verify-ledger", "--help"], ["help", "verify-ledger"]])
def test_help_says_what_a_command_changes(words, capsys):
    with pytest.raises(SystemExit, match="0"):
        answer(words)

    assert "What it changes: Nothing in the database." in capsys.readouterr().out


def test_other_words_are_djangos_commands(capsys):
    assert answer(["version"]) == 0
    assert capsys.readouterr().out.startswith("5.2")


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (Misuse("No such role."), 2, "No such role."),
        (Refusal("Line 3 is missing"), 1, "Line 3 is missing"),
        (FileNotFoundError(2, "No such file", "spend.csv"), 1, "spend.csv: No such file"),
        (OSError("odd"), 1, "odd"),
        (ImproperlyConfigured("ALMONER_DEBUG must be 0 or 1"), 2, "ALMONER_DEBUG must be 0 or 1"),
        (PermissionDenied("You wrote it."), 1, "You wrote it."),
        (PermissionDenied(), 1, "You may not do this."),
        (IllegalTransition("live cannot become live"), 1, "live cannot become live"),
        (CommandError("What?"), 1, "What?"),
        (ValidationError(["Too short.", "Too plain."]), 1, "Too short. Too plain."),
        (
            OperationalError("no such table: core_event"),
            1,
            "The database lacks tables. Run `almoner migrate` first.",
        ),
        (
            ProgrammingError('relation "core_event" does not exist\nLINE 1'),
            1,
            "The database lacks tables. Run `almoner migrate` first.",
        ),
        (
            OperationalError("no such column: payments_payment.value_for_money"),
            1,
            "The database is older than this program. Run `almoner migrate` first.",
        ),
        (
            ProgrammingError("column payments_payment.sheet does not exist\nLINE 1"),
            1,
            "The database is older than this program. Run `almoner migrate` first.",
        ),
        (OperationalError("is locked\n"), 1, "The database cannot be used: is locked."),
    ],
)
def test_expected_errors_become_a_sentence(error, code, sentence):
    assert explained(error) == (code, sentence)


@pytest.mark.parametrize("fault", [ValueError("ours"), IntegrityError("ours")])
def test_a_fault_of_ours_keeps_its_traceback(fault):
    assert explained(fault) is None


def failing(error):
    def fail(_words):
        raise error

    return fail


def test_a_refusal_is_one_line_on_the_error_stream(monkeypatch, capsys):
    monkeypatch.setattr(program, "_done", failing(Refusal("Not so.")))

    assert answer(["anything"]) == 1
    assert capsys.readouterr() == ("", "almoner: Not so.\n")


def test_an_interrupted_program_says_so_by_its_code(monkeypatch):
    monkeypatch.setattr(program, "_done", failing(KeyboardInterrupt()))

    assert answer(["anything"]) == 130


def test_an_unexpected_error_is_raised(monkeypatch):
    monkeypatch.setattr(program, "_done", failing(ValueError("ours")))

    with pytest.raises(ValueError, match="ours"):
        answer(["anything"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_says_its_purpose_and_what_it_changes_in_sentences(command):
    assert isinstance(command, Command)
    assert command.purpose.endswith(".")
    assert command.changes.endswith(".")
