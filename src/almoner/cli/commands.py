"""The commands of the program: what each is for and what it changes. `docs/reference` is made of
this table, and so is the list that a bare `almoner` prints.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the program does.

    Its module has `add_arguments(parser)` and `run(given)`, which returns the exit code or None.
    A file command needs no service: it runs where neither Django nor a database is.
    """

    name: str
    purpose: str
    changes: str
    module: str
    is_file_command: bool = False

    def load(self) -> ModuleType:
        return import_module(f"almoner.cli.{self.module}")


NOTHING = "Nothing."

COMMANDS = [
    Command(
        "read",
        "Read files of contracts, grants or spend as they are, and say what became of every row.",
        "Nothing, but the files that it is told to write.",
        "reading",
        is_file_command=True,
    ),
    Command(
        "check",
        "Look over files for private people, protected addresses and figures gone wrong.",
        "Nothing.",
        "checking",
        is_file_command=True,
    ),
    Command(
        "migrate",
        "Make the database's tables, or bring them up to date.",
        "The database's tables. The first time, it writes what this installation is.",
        "migrate",
    ),
    Command("serve", "Serve the pages.", "Nothing by itself; people change things.", "serve"),
    Command(
        "worker",
        "Do the background work, until told to stop.",
        "Whatever waits in the queue: messages are sent, indexes brought up to date.",
        "worker",
    ),
    Command(
        "run_due",
        "Do whatever is due by now. A timer runs it every few minutes.",
        "Sends what waits, sweeps away imports that were abandoned, brings indexes up to date.",
        "run_due",
    ),
    Command(
        "rebuild-index",
        "Make the search index again, of some kinds of thing or of all.",
        "The index, and the words by which misspelt ones are told. Meanwhile some of those things"
        " cannot be found, and pages that are kept may go on saying so: start the service again"
        " afterwards.",
        "rebuild_index",
    ),
    Command(
        "demo",
        "Make an invented body with a world of its own.",
        "Fills an empty database, and marks it for ever as a demonstration's.",
        "demo",
    ),
    Command(
        "user add",
        "Add a person, by the operator's own act.",
        "Adds the person and their roles, which stand on the people page until two officials"
        " confirm them.",
        "user_add",
    ),
    Command(
        "user link",
        "Print a link with which somebody sets their password, once, within three days.",
        "One line in the ledger says that the link was made.",
        "user_link",
    ),
    Command(
        "user list",
        "List the people, the roles they hold today and the teams they are in.",
        NOTHING,
        "user_list",
    ),
    Command(
        "import undo",
        "Take back an import, until something else stands on it.",
        "Nobody sees the import's rows any more, though they stay. One line in the ledger says so;"
        " the reason is kept beside it.",
        "undoing",
    ),
    Command(
        "import",
        "Read a file of a register in, such as a month of spend.",
        "Adds its rows: everyone sees them all at once, or, if it is stopped, none. One line in"
        " the ledger says so, with their digest. Rows it cannot read are kept with the reason."
        " With --dry-run, nothing.",
        "importing",
    ),
    Command(
        "audits import",
        "Bring in a list of recommendations of audits that was kept in a spreadsheet.",
        "Adds its reviews, recommendations and agreed actions, all of them or none; a line in the"
        " ledger for each. What came before, by its review and number, is passed over. With"
        " --dry-run, nothing.",
        "audits_import",
    ),
    Command(
        "publish",
        "Publish a duty's edition of a month, quarter or year, as files in a folder.",
        "Drafts and submits the edition, and under a standing authority freezes and publishes it:"
        " files under ALMONER_FILES and a line in the ledger for each step. Then it writes the"
        " edition's files into the folder. Run again, it only writes them, with the same bytes."
        " Without an authority the edition awaits its approver, and the exit code is 1; so it is if"
        " the facts have changed since and no --correct says why.",
        "publish",
    ),
    Command(
        "edition write",
        "Write an edition's files again, and check that they are what was issued.",
        "Makes the folder it is told, or puts the edition's own files back where they belong."
        " Nothing in the database.",
        "edition_write",
    ),
    Command(
        "site",
        "Write the public pages as plain files, with a search in the browser, for any web host.",
        "Makes the folder it is told, or puts a new one in its place once that is whole, and says"
        " which addresses are gone. Nothing in the database.",
        "static_site",
    ),
    Command(
        "duties",
        "List what the body must publish, how often, by when, and whose task it is.",
        NOTHING,
        "duties",
    ),
    Command(
        "framework check",
        "Check a framework: every mistake with its line and what to write instead.",
        NOTHING,
        "framework_check",
    ),
    Command(
        "framework show",
        "Show the framework that holds on a day: its limits, routes, stages and gates.",
        NOTHING,
        "framework_show",
    ),
    Command(
        "framework diff",
        "Say in words what differs between two frameworks, files or versions.",
        NOTHING,
        "framework_diff",
    ),
    Command(
        "report",
        "Write a report, such as the audit panel's, from the records as at a day.",
        "The file that it is told to write. Nothing in the database.",
        "report",
    ),
    Command(
        "assurance-file",
        "Write the assurance file of a recommendation or a decision: all that shows it, with the"
        " lines of the ledger and a program that checks them.",
        "The file that it is told to write. A line in the ledger says who took it, and the access"
        " log what restricted things went with it.",
        "assurance_file",
    ),
    Command(
        "office fill",
        "Say who holds an office of the framework, by the operator's own act.",
        "Adds who holds it, which is shown as the operator's until two officials confirm it. One"
        " line in the ledger says so.",
        "office_fill",
    ),
    Command(
        "authority grant",
        "Let a duty's editions go out without a second person, by the operator's own act.",
        "Adds the authority, which is shown as the operator's until two publishers confirm it."
        " One line in the ledger says so.",
        "authority_grant",
    ),
    Command("authority list", "List the standing authorities.", NOTHING, "authority_list"),
    Command(
        "authority end",
        "End a standing authority now.",
        "Nothing is published under it any more. One line in the ledger says so.",
        "authority_end",
    ),
    Command(
        "verify-ledger",
        "Check every line of the ledger, and print its checkpoint to keep somewhere else.",
        "Nothing in the database. --save writes the checkpoint to a file.",
        "verify_ledger",
    ),
    Command(
        "verify-files",
        "Check that the file of every document and copy is there, and is what was sent.",
        NOTHING,
        "verify_files",
    ),
    Command(
        "backup",
        "Write the database and the files to one archive, while everything runs.",
        "Makes the archive. A line in the ledger says that it was made; with --check, another says"
        " whether it could be restored.",
        "backup",
    ),
    Command(
        "restore",
        "Put back what a backup holds, once every part of it has been checked.",
        "Replaces the whole database and all files.",
        "restore",
    ),
]


def spelt(name: str) -> str:
    """One spelling of a command's name: `verify-ledger` is `verify_ledger`."""
    return re.sub("[-_]", "-", name)


def command_in(
    words: list[str], commands: Iterable[Command] = COMMANDS
) -> tuple[Command, list[str]] | None:
    """The command that the words begin with, and the words after its name."""
    for command in commands:
        length = len(command.name.split())
        if spelt(" ".join(words[:length])) == spelt(command.name):
            return command, words[length:]
    return None


def commands_of(group: str) -> list[Command]:
    return [command for command in COMMANDS if command.name.startswith(f"{group} ")]
