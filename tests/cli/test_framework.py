import json

import pytest

from almoner.cli.program import answer
from tests.factories import DAY
from tests.framework.factories import ApprovedFrameworkFactory
from tests.framework.frameworks import WHOLE, text_after


@pytest.fixture
def files(tmp_path):
    texts = {
        "sound": WHOLE,
        "raised": text_after(
            ("below = 10000", "below = 20000"), ("at_least = 10000", "at_least = 20000")
        ),
        "wrong": text_after(
            ('next = ["open"]', 'next = ["opened"]'), ('office = "head"', 'office = "haed"')
        ),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return {name: str(tmp_path / f"{name}.toml") for name in texts}


def test_a_sound_file_is_checked_without_a_database(files, capsys):
    assert answer(["framework", "check", files["sound"]]) == 0

    assert capsys.readouterr().out == (
        "sound.toml can be used: 2 duties, 1 route of 4 stages, 3 limits.\n"
        "The body has yet to confirm 3 of its limits, objectives and appetites for risk:"
        " compare each with your own scheme, and write `confirmed = true` beneath it.\n"
    )


def test_every_mistake_of_a_file_is_printed_with_its_line(files, capsys):
    assert answer(["framework", "check", files["wrong"]]) == 1

    said = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[2].partition(".")[0] for line in said] == [
        "plan cannot lead to opened",
        "Nobody may pass this gate: no office is called haed",
    ]
    assert all(line.startswith("wrong.toml, line ") for line in said)


def test_a_file_that_is_not_there_is_refused(capsys):
    assert answer(["framework", "check", "nowhere.toml"]) == 1
    assert "cannot be opened" in capsys.readouterr().out


def test_what_differs_is_said_in_words_and_by_the_exit_code(files, capsys):
    assert answer(["framework", "diff", files["sound"], files["sound"]]) == 0
    assert answer(["framework", "diff", files["sound"], files["raised"]]) == 1

    assert capsys.readouterr().out.splitlines() == [
        "They say the same.",
        "Approval limits",
        "  - “Awarding”: the limit of Head of service is raised from £10,000 to £20,000.",
        (
            "  - “Awarding”: Head of service, then Director approve from £20,000; before, from"
            " £10,000."
        ),
    ]


@pytest.mark.django_db
def test_versions_are_compared_by_their_references(files, capsys):
    version = ApprovedFrameworkFactory()

    assert answer(["framework", "diff", str(version), files["sound"]]) == 0
    assert answer(["framework", "diff", "FWK-1999-001", files["sound"]]) == 1
    assert "'FWK-1999-001' cannot be opened" in capsys.readouterr().err


@pytest.mark.django_db
def test_what_holds_on_a_day_is_shown_in_words(capsys):
    version = ApprovedFrameworkFactory()

    assert answer(["framework", "show", "--on", str(DAY)]) == 0

    said = capsys.readouterr().out
    assert f"{version}, in force from 4 March 2026" in said
    assert "  £10,000 or more: Head of service, then Director [to be confirmed]" in said
    assert "     opened by Head of service, to Open" in said
    assert "     opened by the lead, and ends" in said


@pytest.mark.django_db
def test_what_is_chosen_by_setting_is_shown_before_the_first_version(capsys, settings):
    settings.FRAMEWORK = "policing"

    assert answer(["framework", "show", "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["version"], said["holds_from"]) == (None, None)
    assert said["framework"]["route"][0]["code"] == "competitive-grant"


def test_wrong_use_is_told_from_a_framework_with_mistakes(capsys):
    with pytest.raises(SystemExit) as ended:
        answer(["framework", "check"])

    assert ended.value.code == 2
    assert answer(["framework"]) == 2
