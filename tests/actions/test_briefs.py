from datetime import timedelta

import pytest

from almoner.actions.operations import finish_action, note_progress
from almoner.documents.briefs import brief_about, is_brief_restricted
from tests.actions.factories import ActionFactory, DayProposalFactory
from tests.factories import DAY, NOON

pytestmark = pytest.mark.django_db


def about(action, *, on=DAY):
    return brief_about(f"actions.action:{action}", on=on)


def test_an_action_is_told_with_its_people_days_and_last_words():
    action = ActionFactory(what="Visit *the* shelter", source="decisions.decision:DEC-1")
    note_progress(action, text="Half done", by=action.owner, at=NOON)

    brief = about(action)

    assert brief.asks == "Note how far the action has got."
    assert dict(brief.facts)["Owner"] == action.owner.name
    assert dict(brief.facts)["Verified by"] == action.verifier.name
    assert dict(brief.facts)["Asked for by"] == "DEC-1"
    assert brief.parts[0].blocks[0].runs[0].text == "Visit *the* shelter"
    assert brief.parts[1].rows[0][1:] == ("Progress", action.owner.name, "Half done")


def test_what_is_asked_follows_how_it_stands():
    late = ActionFactory(due_on=DAY - timedelta(days=2))
    asked = DayProposalFactory().action
    done = ActionFactory()
    finish_action(done, text="Done", by=done.owner, at=NOON)

    assert about(late).asks == "Say what is to happen with the action, which is overdue."
    assert "(2 days overdue)" in dict(about(late).facts)["Due"]
    assert about(asked).asks.startswith("Say whether it may be done by")
    assert about(done).asks == "Note that it is said to be done, and is not verified yet."


def test_a_restricted_one_says_so_and_an_unknown_one_tells_nothing():
    hidden = ActionFactory(is_restricted=True)

    assert about(hidden)
    assert is_brief_restricted(f"actions.action:{hidden}")
    assert about("ACT-1999-001") is None


def test_the_number_of_questions_does_not_grow(django_assert_num_queries):
    action = ActionFactory()
    for n in range(4):
        note_progress(action, text=f"Step {n}", by=action.owner, at=NOON)

    with django_assert_num_queries(3):
        about(action)
