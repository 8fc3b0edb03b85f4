"""What awaits a board, by what it looks after: of each room as much as a board reads."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.accounts.roles import Role
from almoner.boards.kinds import Watched
from almoner.core.due import Sitting, due_to_board
from almoner.core.references import name_of
from almoner.funding.states import PoundState
from tests.audits.factories import ReviewFactory, agreed
from tests.factories import DAY, StewardshipFactory, TermsFactory, VersionFactory, official
from tests.funding.factories import CASE, EntryFactory, line_with
from tests.risks.factories import risk

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def due(*watched, since=DAY - timedelta(days=28)):
    return due_to_board(Sitting("oversight-board", frozenset(watched), since), on=DAY)


def questions(*watched):
    with CaptureQueriesContext(connection) as asked:
        due(*watched)
    return len(asked)


def test_of_a_review_a_board_is_told_what_is_overdue_or_newly_answered():
    late = agreed(due_on=DAY - A_DAY)
    agreed(due_on=DAY)  # long answered, and in time
    new = agreed(valid_from=DAY)
    follow = ReviewFactory(follow_up_on=DAY)

    said = {one.about: (one.what.partition("(")[2], one.due_on) for one in due(Watched.AUDITS)}

    assert said == {
        name_of(late.review): ("1 overdue)", DAY - A_DAY),
        name_of(new.review): ("1 newly answered)", None),
        name_of(follow): ("its follow-up is due)", None),
    }
    assert due(Watched.RISKS) == []


def test_of_a_fund_a_board_is_told_that_more_is_planned_than_there_is():
    planned = {"from_state": PoundState.AVAILABLE, "to_state": PoundState.PLANNED, "what_for": CASE}
    over, within = line_with(10), line_with(10)
    EntryFactory(line=over, amount=Decimal(11), **planned)
    EntryFactory(line=within, amount=Decimal(10), **planned)

    (one,) = due(Watched.MONEY)

    assert (one.about, one.called) == (name_of(over.fund), "")


def managed(ends_on):
    steward = StewardshipFactory(manager=official(Role.AGREEMENT_MANAGER))
    TermsFactory(agreement=steward.agreement, ends_on=ends_on)
    return steward.agreement


def test_of_agreements_a_board_is_told_which_end_within_half_a_year():
    soon = managed(DAY + timedelta(days=183))
    managed(DAY + timedelta(days=184))
    VersionFactory(ends_on=DAY + A_DAY)  # which nobody manages

    (one,) = due(Watched.AGREEMENTS)

    assert (one.about, one.due_on, one.called) == (name_of(soon), DAY + timedelta(days=183), "")


def test_of_risks_a_board_is_told_which_go_to_it_but_of_no_restricted_one():
    bad = risk(5, 5)
    risk(5, 5, is_restricted=True)

    (one,) = due()

    assert (one.about, one.what) == (name_of(bad), f"Look at a risk: {bad}")


def test_however_much_awaits_a_board_the_questions_are_as_many():
    counts = []
    for _n in range(2):
        agreed(due_on=DAY - A_DAY)
        managed(DAY + A_DAY)
        risk(5, 5)
        counts.append(questions(*Watched))

    assert counts[0] == counts[1]
