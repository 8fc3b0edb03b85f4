"""What is kept while the ledger stands is let go with its next line."""

from dataclasses import replace

import pytest

from almoner.actions.events import ActionEvent
from almoner.commissions.events import CaseEvent
from almoner.core import standing
from almoner.core.models import Event
from almoner.core.once import reading
from almoner.core.standing import (
    MOST,
    AllBut,
    heard,
    kept_until_heard,
    kept_while_ledger_stands,
    kinds_of,
    presuming_heard,
)
from tests.commissions.factories import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(settings):
    """A question that is answered otherwise each time it is put, where something was done."""
    settings.KEPT_MB = 1
    draft()
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


def heard_of(kinds):
    answers = iter(range(999))
    return kept_until_heard(kinds)(lambda: next(answers))


def test_an_answer_is_kept_until_a_line_that_can_change_it(settings):
    settings.KEPT_MB = 1
    of_cases, of_actions = heard_of(kinds_of(CaseEvent)), heard_of(kinds_of(ActionEvent.OPENED))
    of_all_but_cases = heard_of(AllBut(kinds_of(CaseEvent)))
    draft()
    first = [asked(question) for question in (of_cases, of_actions, of_all_but_cases)]

    draft()

    assert asked(of_cases) != first[0]
    assert [asked(of_actions), asked(of_all_but_cases)] == first[1:]


def test_all_is_let_go_where_the_ledger_is_not_the_one_that_was_heard(settings, monkeypatch):
    settings.KEPT_MB = 1
    draft()
    quiet = heard_of(kinds_of(ActionEvent))
    first = asked(quiet)
    other = heard().end._replace(hash="f" * 64)

    monkeypatch.setattr(standing, "_heard", replace(heard(), end=other))

    assert asked(quiet) != first


def test_all_is_let_go_where_more_lines_came_than_are_followed(settings, monkeypatch):
    settings.KEPT_MB = 1
    monkeypatch.setattr(standing, "FOLLOWED", 1)
    draft()
    quiet = heard_of(kinds_of(ActionEvent))
    first = asked(quiet)

    draft()

    assert asked(quiet) != first


def test_nothing_is_kept_before_the_first_line(settings):
    settings.KEPT_MB = 1
    quiet = heard_of(kinds_of(ActionEvent))

    assert asked(quiet) != asked(quiet)


def test_where_the_ledger_ends_may_be_presumed_and_is_proved_by_what_was_read():
    draft()
    with reading():
        known = heard()

    with reading(), presuming_heard() as ends:
        assert heard() is known
        assert ends(Event.objects.latest("number").hash)


def test_where_the_ledger_has_gone_on_meanwhile_what_was_presumed_is_forgotten():
    draft()
    with reading():
        known = heard()
    draft()

    with reading():
        with presuming_heard() as ends:
            assert heard() is known
            assert not ends(Event.objects.latest("number").hash)
        assert heard() is not known


def test_a_process_that_knows_of_no_line_presumes_nothing(monkeypatch):
    monkeypatch.setattr(standing, "_heard", standing.Heard())

    with reading(), presuming_heard() as ends:
        assert not ends("")
