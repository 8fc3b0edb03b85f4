"""Several people who save one section at the same moment."""

import pytest

from almoner.documents.models import SectionText
from almoner.documents.operations import save_section
from almoner.documents.operations.fillings import Overtaken
from tests.crowd import at_once
from tests.documents.factories import FillingFactory
from tests.factories import NOON, official

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_four_who_save_on_the_same_text_one_is_kept_and_the_others_are_told_whose():
    filling = FillingFactory()
    people = [official("publisher") for _n in range(4)]

    def save(n):
        try:
            saved = save_section(
                filling, section="summary", text=f"By {n}.", based_on=0, by=people[n], at=NOON
            )
        except Overtaken as told:
            return told.latest.text
        return saved.text

    told = at_once(4, save)

    assert SectionText.objects.get().text in told
    assert set(told) == {SectionText.objects.get().text}
