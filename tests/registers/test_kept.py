import pytest

from almoner.core.once import reading
from almoner.registers.kept import kept_while_public_stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(settings):
    """A question that is answered otherwise each time it is put."""
    settings.KEPT_MB = 1
    answers = iter(range(9))
    return kept_while_public_stands(lambda *_asked: next(answers))


def test_an_answer_is_kept_from_one_page_to_the_next(question):
    with reading():
        first = question()

    with reading():
        assert question() == first


def test_what_is_asked_of_another_thing_is_another_question(question):
    with reading():
        assert question("one") != question("two")


def test_nothing_that_an_act_asks_is_kept_since_it_may_be_undone(question):
    assert question() != question()


def test_nothing_is_kept_where_the_setting_says_so(question, settings):
    settings.KEPT_MB = 0

    with reading():
        assert question() != question()
