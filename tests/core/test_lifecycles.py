from enum import StrEnum

import pytest

from almoner.core.lifecycles import IllegalTransition, Lifecycle


class State(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"


LIFECYCLE = Lifecycle({State.DRAFT: {State.SIGNED}, State.SIGNED: set()})


def test_what_the_table_names_may_follow_and_nothing_else():
    LIFECYCLE.check("draft", State.SIGNED)

    with pytest.raises(IllegalTransition, match="signed cannot become draft"):
        LIFECYCLE.check("signed", State.DRAFT)


def test_a_table_that_forgets_a_state_does_not_load():
    with pytest.raises(ValueError, match="States without a row"):
        Lifecycle({State.DRAFT: {State.SIGNED}})


def test_the_drawing_is_the_table():
    assert LIFECYCLE.diagram() == "stateDiagram-v2\n    draft --> signed"
