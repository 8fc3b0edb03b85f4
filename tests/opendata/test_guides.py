"""The examples of the guide are run as they stand."""

import doctest
from pathlib import Path

from almoner.opendata import read_dictionary

GUIDES = Path(__file__).parents[2] / "docs/guide"
GUIDE = GUIDES / "reading.md"


def test_the_guides_examples_do_what_they_say():
    done = doctest.testfile(str(GUIDE), module_relative=False)

    assert (done.failed, done.attempted > 5) == (0, True)


def test_the_example_of_the_guide_to_checking_does_what_it_says():
    done = doctest.testfile(str(GUIDES / "checking.md"), module_relative=False)

    assert (done.failed, done.attempted) == (0, 2)


def test_the_guides_dictionary_can_be_read(tmp_path):
    text = GUIDE.read_text(encoding="utf-8").split("```toml\n")[2].partition("```")[0]
    (tmp_path / "recommendations.toml").write_text(text, encoding="utf-8")

    dictionary = read_dictionary(tmp_path / "recommendations.toml")

    assert list(dictionary.fields) == ["recommendation", "owner", "due"]
