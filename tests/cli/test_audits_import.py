import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.audits.models import Recommendation, Review
from almoner.cli.program import answer
from tests.audits.test_bringing import HEADER, LINES
from tests.factories import NOON, official

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(tmp_path):
    official(Role.AUDITOR, username="finn")
    official(Role.COMMISSIONING_OFFICER, username="cerys")
    path = tmp_path / "list.csv"
    path.write_text(HEADER + "".join(f"{line}\n" for line in LINES), encoding="utf-8")
    return ["audits", "import", str(path), "--sponsor", "cerys", "--as", "finn"]


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def test_a_list_is_looked_at_brought_in_and_known_when_it_comes_again(words, capsys):
    assert answer([*words, "--dry-run"]) == 0
    assert "Nothing was kept" in capsys.readouterr().out
    assert Review.objects.count() == 0

    assert answer(words) == 0
    said = capsys.readouterr().out
    assert "The scale has no “Urgent”" in said
    assert said.endswith("Brought in: 4 recommendations; actions to be done: 1; new reviews: 2.\n")

    assert answer(words) == 0
    assert "To bring in: 0. Here already: 4." in capsys.readouterr().out
    assert Recommendation.objects.count() == 4


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"finn": "cerys", "cerys": "finn"}, "Only internal auditors bring recommendations in."),
        ({"cerys": "finn"}, "Name an official other than yourself."),
    ],
)
def test_a_refusal_is_a_sentence(words, capsys, changes, complaint):
    assert answer([changes.get(word, word) for word in words]) == 1

    assert complaint in capsys.readouterr().err
    assert Review.objects.count() == 0
