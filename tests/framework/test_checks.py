import pytest
from django.core.checks import run_checks

from almoner.cli.refusals import Refusal
from almoner.cli.start import refuse_a_wrong_start


def complaints():
    return [found.msg for found in run_checks() if found.id == "framework.E001"]


@pytest.mark.parametrize("name", ["policing", "council"])
def test_nothing_is_wrong_with_what_is_shipped(settings, name):
    settings.FRAMEWORK = name

    refuse_a_wrong_start()

    assert complaints() == []


def test_a_check_says_what_is_wrong_and_stops_the_start(settings, tmp_path):
    file = tmp_path / "wexmoor.toml"
    file.write_text('title = "Wexmoor"\ntile = "Wexmoor"\n', encoding="utf-8")
    settings.FRAMEWORK = str(file)
    wrong = "wexmoor.toml, line 2: Nothing is called 'tile' here. Use: title, duty, item"

    assert [said[: len(wrong)] for said in complaints()] == [wrong]
    with pytest.raises(Refusal, match="line 2: Nothing is called 'tile' here"):
        refuse_a_wrong_start()
