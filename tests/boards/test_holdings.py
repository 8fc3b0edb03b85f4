import pytest

from almoner.accounts.roles import Role
from almoner.boards.holdings import items_held, items_readable, tell_item
from almoner.boards.operations import declare_interest
from almoner.boards.policies import may_read_item
from almoner.core.holdings import Reach, Why
from almoner.core.references import name_of
from tests.boards.factories import DAY, NOON, board, item, member, members_of, planned
from tests.commissions.factories import grant_case
from tests.factories import official

pytestmark = pytest.mark.django_db


def test_items_about_a_thing_are_held_and_found_by_whoever_reads_them():
    case, presenter = grant_case(), official(Role.COMMISSIONING_OFFICER)
    meeting = planned(board())
    about = item(meeting, "Counselling", about=name_of(case), presenter=presenter)
    item(meeting, "Another thing")
    out, someone = members_of(meeting.board)[:2]
    declare_interest(about, what="A cousin.", by=out, at=NOON)

    found = items_held(Reach(name_of(case), {}))

    assert list(found) == [about]
    people = [out, someone, presenter, member(), official(), meeting.board.set_up_by]
    people += [official(role) for role in Role]
    for one in people:
        assert items_readable(found, one, DAY).exists() == bool(may_read_item(one, about, on=DAY))


def test_a_restricted_item_is_noted_where_somebody_sees_that_it_is_held():
    plain, close = (item(planned(board(code=code))) for code in ("one", "other"))
    close.is_restricted = True

    assert (tell_item(plain).why, tell_item(plain).restricted) == (Why.INTERNAL, "")
    told = tell_item(close)
    assert (told.why, told.restricted) == (Why.RESTRICTED, name_of(close))
