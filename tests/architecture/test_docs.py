"""The documents tell the truth."""

import importlib
import re

import pytest

from almoner.cli.commands import command_in
from almoner.cli.program import parser_of
from tools.draw import DRAWERS
from tools.house import ROOT

SAID = re.compile(r"(?:^|`|&& )almoner ([a-z][^`#\n]*)", re.MULTILINE)
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("name", DRAWERS)
def test_what_is_generated_is_current(name):
    drawer = importlib.import_module(f"tools.{name}")

    assert drawer.FILE.read_text(encoding="utf-8") == drawer.draw(), "run `make map`"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_in_a_document_leads_somewhere(path):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_in_a_document_exists(path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    said = set(re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8")))

    assert said - targets == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_in_a_document_is_one_of_ours_and_takes_what_is_said(path):
    said = SAID.findall(path.read_text(encoding="utf-8"))

    assert [words for words in said if not is_taken(words.split())] == []


def is_taken(words):
    """Whether the program has such a command, with these options."""
    found = command_in(words)
    if found is None:
        return False
    command, given = found
    parser = parser_of(command)
    command.load().add_arguments(parser)
    options = {word.partition("=")[0] for word in given if word.startswith("-")}
    return options <= set(parser._option_string_actions)


def test_the_words_of_the_house_stand_in_order_and_once():
    glossary = (ROOT / "docs/guide/glossary.md").read_text(encoding="utf-8")
    words = [word.lower() for word in re.findall(r"^\| ([^|]+) \|", glossary, re.MULTILINE)[2:]]

    assert words == sorted(set(words))
