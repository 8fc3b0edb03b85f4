from decimal import Decimal

import pytest

from almoner.documents.briefs import brief_about
from almoner.funding.states import Act, PoundState
from tests.factories import DAY
from tests.funding.factories import (
    CASE,
    BudgetLineFactory,
    EntryFactory,
    FundTermsFactory,
    TransferFactory,
    line_with,
)

pytestmark = pytest.mark.django_db


def about(fund):
    return brief_about(f"funding.fund:{fund}", on=DAY)


def plan(line, pounds):
    return EntryFactory(
        line=line,
        act=Act.PLANNED,
        amount=Decimal(pounds),
        from_state=PoundState.AVAILABLE,
        to_state=PoundState.PLANNED,
        what_for=CASE,
    )


def test_a_fund_is_told_line_by_line_with_what_is_left_of_each_year():
    fund = FundTermsFactory(conditions="No *capital*.", spent_on="Refuges").fund
    first = line_with(100_000, fund=fund, purpose="Refuges", is_ring_fenced=True)
    line_with(50_000, fund=fund)
    plan(first, 30_000)

    brief = about(fund)

    assert brief.title == f"Victims’ services fund ({fund.code})"
    assert dict(brief.facts)["Put in"] == "£150,000"
    assert dict(brief.facts)["Planned by nobody yet"] == "£120,000"
    assert brief.parts[0].rows == (
        ("Any purpose", "2025-26", "£50,000", "£0", "£0", "£0", "£50,000"),
        ("Refuges (ring-fenced)", "2025-26", "£100,000", "£30,000", "£0", "£0", "£70,000"),
        ("Together", "2025-26", "£150,000", "£30,000", "£0", "£0", "£120,000"),
    )
    assert brief.parts[1].blocks[0].runs[0].text == "No *capital*."
    assert brief.parts[2].text == "**Only on:** Refuges"
    assert brief.asks == "Note how much of the fund is left."


def test_what_is_over_planned_is_asked_of_the_board():
    line = line_with(10_000)
    plan(line, 12_500)
    TransferFactory(source=line)

    brief = about(line.fund)

    assert brief.asks == f"Say how planning is brought back within {line.called}."
    assert "-£2,500" in brief.parts[0].rows[-1] or "-£2,500" in str(brief.parts[0].rows)
    assert brief.parts[-1].text.startswith("1 transfer")


def test_one_without_lines_says_so_and_an_unknown_one_tells_nothing():
    assert about(FundTermsFactory().fund).parts[0].text == "It has no budget line yet."
    assert about("FND-1999-001") is None


def test_it_asks_a_fixed_number_of_questions(django_assert_num_queries):
    fund = FundTermsFactory().fund
    for n in range(4):
        plan(line_with(1_000, fund=fund, purpose=f"Purpose {n}"), 10)
    BudgetLineFactory()

    with django_assert_num_queries(5):
        about(fund)
