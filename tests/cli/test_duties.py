import json

import pytest
import time_machine

from almoner.cli.program import answer
from tests.framework.frameworks import SOUND

pytestmark = pytest.mark.django_db


@pytest.fixture
def wexmoor(settings, tmp_path, monkeypatch):
    """A body with a framework of its own, at a terminal of 80 columns."""
    file = tmp_path / "wexmoor.toml"
    file.write_text(SOUND, encoding="utf-8")
    settings.FRAMEWORK = str(file)
    monkeypatch.setenv("COLUMNS", "80")
    return file


def said(capsys):
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_duties_are_listed_with_the_period_that_ended_and_the_day_it_is_due(wexmoor, capsys):
    assert answer(["duties", "--on", "2026-03-20"]) == 0

    assert said(capsys) == [
        "Wexmoor Office for Policing and Crime, on 20 March 2026",
        "",
        "Duty                              When                         Whose task",
        "",
        "grants                            monthly, made in the period  Publisher",
        "Grants made                       2026-02                      deputy: Finance",
        "SI 2011/3050 sch. para. 3(f)      due 20 March 2026            officer",
        "                                  (the body's own target)",
        "",
        "decisions                         continuous                   Board secretary",
        "Decisions                         within 5 working days        deputy: Publisher",
        "Own commitment: We say what we    (the body's own target)",
        "decide",
    ]


def test_a_day_that_has_passed_is_said_so(wexmoor, capsys):
    answer(["duties", "--on", "2026-03-21"])

    assert "SI 2011/3050 sch. para. 3(f)      was due 20 March 2026        officer" in said(capsys)


def test_data_for_a_program_are_the_words_of_the_framework_and_what_follows(wexmoor, capsys):
    assert answer(["duties", "--json", "--on", "2028-03-01"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["framework"], found["on"]) == (
        "Wexmoor Office for Policing and Crime",
        "2028-03-01",
    )
    assert found["duties"][0] == {
        "code": "grants",
        "what": "Grants made",
        "dataset": "grants",
        "scope": "made-in-period",
        "due": {"within": 20, "unit": "days", "set_by": "target"},
        "owner": "publisher",
        "deputy": "finance",
        "frequency": "monthly",
        "law": "SI 2011/3050 sch. para. 3(f)",
        "commitment": None,
        "over": None,
        "at_most": None,
        "period_ended_last": "2028-02",
        "edition_due_on": "2028-03-20",
    }
    assert [found["duties"][1][key] for key in ("period_ended_last", "edition_due_on")] == [
        None
    ] * 2


@time_machine.travel("2026-03-31T23:30:00Z", tick=False)
def test_without_a_day_it_is_today_in_london(wexmoor, capsys):
    answer(["duties", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert (found["on"], found["duties"][0]["period_ended_last"]) == ("2026-04-01", "2026-03")


@pytest.mark.parametrize("name", ["policing", "council"])
@pytest.mark.parametrize("columns", [80, 120])
def test_what_is_shipped_is_shown_whole_at_any_width(settings, monkeypatch, capsys, name, columns):
    settings.FRAMEWORK = name
    monkeypatch.setenv("COLUMNS", str(columns))

    answer(["duties", "--on", "2026-12-31"])

    lines = said(capsys)
    assert max(len(line) for line in lines) <= columns
    assert [line for line in lines if "…" in line] == []


def test_the_codes_of_a_policing_body_are_listed(capsys):
    answer(["duties", "--json"])

    assert [duty["code"] for duty in json.loads(capsys.readouterr().out)["duties"]] == [
        "grants-monthly",
        "grants-quarterly",
        "spend-monthly",
        "contracts-quarterly",
        "contracts-small-quarterly",
        "contract-copies",
        "tender-copies",
        "decisions",
    ]


def test_words_of_a_framework_are_never_taken_for_styles(wexmoor, capsys):
    wexmoor.write_text(SOUND.replace("Grants made", "[bold]Grants[/red]"), encoding="utf-8")

    assert answer(["duties"]) == 0
    assert "[bold]Grants[/red]" in capsys.readouterr().out


@pytest.mark.parametrize("day", ["1999-12-31", "2101-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_beyond_the_calendar_is_misuse(wexmoor, capsys, day):
    assert answer(["duties", "--on", day]) == 2
    assert capsys.readouterr().err == "almoner: Give a day from 2000 to 2100.\n"


def test_a_framework_that_cannot_be_read_is_refused_in_a_sentence(wexmoor, capsys):
    wexmoor.write_text(SOUND.replace('"publisher"', '"boss"'), encoding="utf-8")

    assert answer(["duties"]) == 1
    assert capsys.readouterr().err.startswith(
        "almoner: wexmoor.toml, line 11: `owner` cannot be 'boss'. Write one of: commissioning"
    )
