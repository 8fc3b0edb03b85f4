"""What the search of a static site holds of decisions: part 1 of what is out, and nothing else."""

import pytest

from almoner.cli.static_site.records import DECISIONS, REGISTERS, every_record
from almoner.cli.static_site.writing import registers_in_words
from tests.decisions.factories import head, signed, submitted

pytestmark = pytest.mark.django_db


def test_part_1_of_what_is_out_can_be_found_and_no_word_of_part_2():
    out = signed(by=head(), title="Beds", part_two="Marrowfat", part_two_ground="commercial")
    submitted(title="Meals")

    (record,) = every_record()

    assert (record.address, record.register) == (f"/decisions/{out.number}/", DECISIONS)
    assert (record.title, record.about) == ("Beds", out.number)
    assert "nine weeks" in record.words
    assert "Marrowfat" not in record.words


def test_the_search_has_words_for_each_register_in_their_order():
    assert [one["name"] for one in registers_in_words()] == list(REGISTERS)
