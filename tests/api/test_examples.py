"""Every example of the documentation is asked, and the answer is the one that is shown."""

import json
import re
import tomllib

import pytest
import time_machine

from almoner.api.examples import examples
from tests.api.asking import V1, tell
from tests.factories import NOON
from tests.registers.publishing import WEXMOOR
from tests.web.public.published import bytes_of
from tools.house import SOURCE

pytestmark = pytest.mark.django_db
FILE = SOURCE / "api" / "examples.toml"
LETTERS = "23456789CFGHJMPQRVWX"
# What is drawn by lot, or signed with a secret: elsewhere it is other letters.
DRAWN = [
    re.compile(r"\b(?:PAY|ORG|AGR|BAT)-[2-9CFGHJMPQRVWX]{10,12}\b"),
    re.compile(r"\bWy[\w-]+(?::|%3A)[\w-]{43}"),
    re.compile(r"\b[0-9a-f]{64}\b"),
    re.compile(r'(?<="revision":")[0-9a-f]{32}'),
]


class Notebook:
    """What was drawn, by the letters that the documentation shows for it."""

    def __init__(self):
        self.shown, self.drawn = {}, {}

    def written(self, said):
        """An answer as the documentation shows it."""
        for pattern in DRAWN:
            said = pattern.sub(lambda found: self.letters_for(found[0]), said)
        return re.sub(r'"size":\d+', '"size":1024', said)  # packed, other letters take other room

    def letters_for(self, drawn):
        plain = drawn.replace("%3A", ":")
        if plain not in self.shown:
            self.shown[plain] = letters = self.make_up(plain, len(self.shown))
            self.drawn[letters] = plain
        return self.shown[plain].replace(":", "%3A" if "%3A" in drawn else ":")

    @staticmethod
    def make_up(plain, number):
        end = LETTERS[number // 20 % 20] + LETTERS[number % 20]
        if plain[3] == "-":
            return f"{plain[:4]}{(LETTERS * 2)[: len(plain) - 6]}{end}"
        if ":" in plain:
            return f"WyJBIl0{end}:{'sIgNeD' * 2}{end}"
        return f"{'0123456789abcdef' * 4}"[: len(plain) - 4] + f"{number:04}"

    def asked(self, path):
        """An example's path with what was drawn in place of what is shown."""
        for letters, drawn in self.drawn.items():
            path = path.replace(letters, drawn)
        return path


def pretty(said):
    """JSON on lines of its own, its numbers as they were written."""
    if not said.startswith("{"):
        return said
    parsed = json.loads(said, parse_float=lambda number: f"\0{number}\0")
    lines = json.dumps(parsed, indent=2, ensure_ascii=False)
    return re.sub(r'"\\u0000(.*?)\\u0000"', r"\1", lines) + "\n"


@pytest.fixture
def answers(client, tmp_path, settings):
    """The answer to every example, asked in turn of a world of its own."""
    settings.FRAMEWORK = WEXMOOR
    book, answers = Notebook(), []
    with time_machine.travel(NOON, tick=False):
        tell(tmp_path, shelter="Northgate Shelter")
        for example in examples():
            response = client.get(book.asked(example.path))
            said = book.written(bytes_of(response).decode())
            answers.append((response.status_code, pretty(said)))
    return answers


def test_every_example_is_answered_as_it_is_shown(answers):
    for example, (status, said) in zip(examples(), answers, strict=True):
        assert (status, said) == (example.status, example.answer), example.path


def test_the_examples_show_every_kind_of_answer():
    shown = {example.shows for example in examples()}

    assert shown >= {"start", "spend", "spend-row", "spend-totals", "spend-csv", "contracts"}
    assert shown >= {"grants", "organisations", "organisation", "editions", "edition", "duties"}
    assert {example.status for example in examples()} == {200, 400, 404}
    assert all(example.path.startswith(V1) for example in examples())
    assert tomllib.loads(FILE.read_text(encoding="utf-8"))["example"][0]["shows"] == "start"
