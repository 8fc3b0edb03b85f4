"""What is kept while the ledger stands is let go with its next line."""

import pytest

from almoner.core.once import reading
from almoner.core.standing import MOST, kept_while_ledger_stands
from tests.commissions.factories import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(settings):
    """A question that is answered otherwise each time it is put."""
    settings.KEPT_MB = 1
    answers = iter(range(999))
    return kept_while_ledger_stands(lambda *_asked: next(answers))


def asked(question, *about):
    with reading():
        return question(*about)


def test_an_answer_is_kept_until_the_ledger_has_another_line(question):
    first = asked(question)
    assert asked(question) == first

    draft()

    assert asked(question) != first


def test_what_is_asked_of_another_thing_is_another_question(question):
    assert asked(question, "one") != asked(question, "two")


def test_nothing_that_an_act_asks_is_kept_nor_where_the_setting_says_so(question, settings):
    assert question() != question()
    settings.KEPT_MB = 0
    assert asked(question) != asked(question)


def test_what_nobody_asked_for_longest_goes_first(question):
    first = asked(question, 0)
    for n in range(MOST + 1):
        asked(question, n)

    assert asked(question, 0) != first
