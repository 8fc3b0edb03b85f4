import pytest

from almoner.framework.duties import NoSuchDuty
from almoner.framework.reading import read_framework
from tests.framework.frameworks import SOUND


def test_a_duty_is_found_by_its_code():
    framework = read_framework(SOUND, file="wexmoor.toml")

    assert framework.duty_called("decisions").what == "Decisions"
    with pytest.raises(
        NoSuchDuty, match=r"No duty is called rumours. There are: grants, decisions."
    ):
        framework.duty_called("rumours")


def test_the_digest_is_of_what_a_framework_says_and_not_of_its_file():
    framework = read_framework(SOUND, file="wexmoor.toml")

    assert read_framework(f"# Ours\n{SOUND}", file="b.toml").digest == framework.digest
    assert read_framework(SOUND.replace("20", "21"), file="b.toml").digest != framework.digest
