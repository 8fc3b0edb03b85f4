import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.funding.balances import Balance, balance_of
from almoner.funding.kinds import CarryOver, OverPlanning, Source
from almoner.funding.models import BudgetLine, Fund, Transfer
from almoner.funding.operations import commit_money, plan_money
from almoner.funding.queries import terms_of
from almoner.funding.states import TransferState
from tests.factories import DAY, NOON, VersionFactory
from tests.funding.factories import (
    CASE,
    OTHER_CASE,
    BudgetLineFactory,
    EntryFactory,
    TransferFactory,
    by_finance,
    line_with,
)
from tests.funding.rules import let_funds_warn
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/funds/"
CONFIRM = {"what_for": "com-2026-014", "amount": "£1,000", "reason": ""}
RULES = {
    "title": "Victims’ services fund",
    "funder": "Ministry of Justice",
    "source": Source.MINISTRY,
    "first_year": "2025-26",
    "last_year": "",
    "carry_over": CarryOver.SHARE,
    "carry_over_share": "10",
    "over_planning": OverPlanning.STOP,
    "alone_up_to": "1,000",
}


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def finance(client):
    return signed_in(client, Role.FINANCE)


def of_fund(line, rest=""):
    return f"{LIST}{line.fund.reference}/{rest}"


def of_line(line, rest=""):
    return f"{LIST}lines/{line}/{rest}"


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def sent(client, address, **said):
    """The page that answers to what is sent; where it leads on, that page."""
    return body_of(client.post(address, said, follow=True))


def used_line():
    line = line_with(100_000)
    plan_money(line, Decimal(30_000), what_for=CASE, **by_finance())
    commit_money(line, Decimal(20_000), what_for=CASE, **by_finance())
    return line


def test_the_list_shows_what_each_fund_has_and_all_of_them(client, finance):
    used_line(), line_with(50), line_with(7, year="2024-25")

    said = words_of(read(client, LIST))

    assert "£100,000.00 £10,000.00 £20,000.00 £0.00 £70,000.00" in said
    assert "£100,050.00 £10,000.00 £20,000.00 £0.00 £70,050.00" in said
    assert "£100,057.00" in words_of(read(client, f"{LIST}?year=all"))
    assert "£7.00 £0.00 £0.00 £0.00 £7.00" in words_of(read(client, f"{LIST}?year=2024-25"))


def test_the_list_is_read_as_at_a_day_too(client, finance):
    line = line_with(100)
    EntryFactory(line=line, amount=Decimal(50), valid_from=date(2026, 2, 1), recorded_at=NOON)

    before = f"{LIST}?on_day=1&on_month=3&on_year=2026"

    assert "£100.00 £0.00 £0.00 £0.00 £100.00" in words_of(read(client, before))
    assert "£150.00 £0.00 £0.00 £0.00 £150.00" in words_of(read(client, f"{before}&known=now"))
    assert "That day is yet to come" in read(client, f"{LIST}?on_day=5&on_month=3&on_year=2026")


def test_the_list_says_when_there_is_nothing(client, finance):
    assert "No fund has anything in that year" in read(client, LIST)


def test_the_downloads_hold_what_is_shown(client, finance):
    line = used_line()

    rows = read(client, f"{LIST}list.csv").splitlines()
    entries = read(client, of_fund(line, "entries.csv")).splitlines()

    assert rows[1].endswith("2025-26,100000.00,70000.00,10000.00,20000.00,0.00,0.00,0.00")
    assert len(rows), len(entries) == (2, 4)
    assert "COM-2026-014" in entries[1]
    assert client.get(f"{LIST}list.csv?on_day=5&on_month=3&on_year=2026").status_code == 302


def test_a_fund_shows_its_rules_its_lines_and_who_has_what(client, finance):
    line = used_line()
    TransferFactory(source=line)

    said = words_of(read(client, of_fund(line)))

    assert "Ministry of Justice" in said
    assert f"COM-2026-014 {line.called}" in said
    assert "A transfer of £5,000.00" in said
    past = words_of(read(client, f"{of_fund(line)}?on_day=3&on_month=3&on_year=2026"))
    assert "As at 3 March 2026, by what was known then." in past
    assert "COM-2026-014" not in past


def test_what_moved_is_told_with_who_did_it(client, finance):
    line = used_line()
    other = EntryFactory(line=BudgetLineFactory(fund=line.fund, purpose="Advisers"))

    page = read(client, of_fund(line, "entries/"))

    assert "from planned to committed" in words_of(page)
    assert other.line.called in page
    assert other.line.called not in read(client, of_fund(line, f"entries/?line={line}"))


@pytest.mark.parametrize("where", ["", "fund", "entries/", "line"])
def test_a_page_asks_as_much_of_the_database_for_many_as_for_one(client, finance, where):
    line = used_line()
    address = {"": LIST, "fund": of_fund(line), "line": of_line(line)}.get(where)
    address = address or of_fund(line, where)
    read(client, address)
    few = queries_of(client, address)

    for _ in range(3):
        other = EntryFactory(line=BudgetLineFactory(fund=line.fund, purpose=f"P{_}")).line
        plan_money(other, Decimal(5), what_for=OTHER_CASE, **by_finance())
        plan_money(line_with(10), Decimal(5), what_for=OTHER_CASE, **by_finance())

    assert queries_of(client, address) == few
    assert few <= 12


def test_a_fund_is_opened_and_its_first_amount_put_in(client, finance):
    sent(client, f"{LIST}open/", code="VSF-CORE", **RULES)
    fund = Fund.objects.get()
    assert terms_of(fund, on=DAY).carry_over_share == 10

    address = f"{LIST}{fund.reference}/lines/open/"
    page = sent(client, address, year="2025-26", purpose="Advisers", amount="55,117.65")

    assert "The line is open" in page
    assert balance_of(BudgetLine.objects.get()).available == Decimal("55117.65")
    assert "already. Increase that one." in sent(
        client, address, year="2025-26", purpose="Advisers", amount="1"
    )
    assert "a code that no other fund has" in sent(client, f"{LIST}open/", code="vsf-core", **RULES)


def test_rules_are_said_anew_and_refused_where_they_make_no_sense(client, finance):
    line = line_with(10)
    address = of_fund(line, "revise/")

    assert "Victims’ services fund" in read(client, address)
    assert "Leave the share empty" in sent(client, address, **RULES | {"carry_over": "none"})
    assert "a line for 2025-26" in sent(client, address, **RULES | {"first_year": "2026-27"})
    sent(client, address, **RULES | {"title": "Core fund"})

    assert terms_of(line.fund, on=DAY).title == "Core fund"


def test_money_is_planned_once_somebody_has_looked_at_what_it_leaves(client):
    signed_in(client, Role.COMMISSIONING_OFFICER)
    line = line_with(12_000)
    address = of_line(line, "plan/")

    page = sent(client, address, **CONFIRM, check="yes")

    assert "£12,000.00 £11,000.00" in words_of(page)
    assert balance_of(line).planned == 0
    assert "Look at what it leaves" in sent(client, address, **CONFIRM, change="yes")
    sent(client, address, **CONFIRM)
    assert balance_of(line) == Balance(available=Decimal(11_000), planned=Decimal(1_000))


def test_what_the_money_does_not_allow_is_said_beside_the_amount(client, finance):
    line = line_with(500)
    address = of_line(line, "plan/")

    for said in (CONFIRM, CONFIRM | {"check": "yes"}):
        assert "There is £500.00 left in" in sent(client, address, **said)
    assert "such as COM-2026-014" in sent(client, address, **CONFIRM | {"what_for": "us"})
    known, unknown = VersionFactory().agreement, "AGR-2345678923"
    assert f"reference {unknown}" in sent(client, address, **CONFIRM | {"what_for": unknown})
    assert balance_of(line).planned == 0
    sent(client, address, what_for=str(known), amount="1")
    assert balance_of(line).planned == 1


def test_over_planning_is_warned_of_before_and_after(client, finance):
    let_funds_warn()
    line = line_with(500, rules={"over_planning": OverPlanning.WARN})
    address = of_line(line, "plan/")

    assert "over-planned by £500.00" in sent(client, address, **CONFIRM, check="yes")
    sent(client, address, **CONFIRM)

    assert "£500.00 more is planned than the line has." in read(client, of_line(line))
    assert "Over-planned" in read(client, LIST)


@pytest.mark.parametrize(
    ("verb", "state", "amount"),
    [
        ("commit", "committed", 21_000),
        ("release-plan", "planned", 9_000),
        ("release-commitment", "committed", 19_000),
        ("increase", "put_in", 101_000),
        ("decrease", "put_in", 99_000),
    ],
)
def test_the_other_verbs_move_money_too(client, finance, verb, state, amount):
    line = used_line()

    sent(client, of_line(line, f"{verb}/"), **CONFIRM | {"reason": "As agreed"})

    assert getattr(balance_of(line), state) == Decimal(amount)


PAPER = CONFIRM | {"amount": "£8,000", "voucher": "inv-2093"}


def test_what_is_committed_is_entered_as_due_and_paid_by_its_papers(client, finance):
    line = used_line()
    page, owe = of_line(line, "settling/"), of_line(line, "owe/")

    assert f"{owe}?for=COM-2026-014&amp;amount=20000.00" in read(client, page)
    assert "Enter the number of the paper." in sent(client, owe, **PAPER | {"voucher": ""})
    said = words_of(sent(client, owe, **PAPER, check="yes"))
    assert "Paper INV-2093" in said
    assert "Due £0.00 £8,000.00" in said
    said = words_of(sent(client, owe, **PAPER))
    assert "It is entered as due." in said
    assert "Committed £12,000.00 Enter as due , COM-2026-014 Due £8,000.00" in said
    assert "INV-2093 is entered as due already." in sent(client, owe, **PAPER)
    sent(client, of_line(line, "pay/"), **PAPER | {"voucher": "BACS-7"})

    assert balance_of(line).paid == 8_000
    for address in (of_fund(line, "entries/"), of_fund(line, "entries.csv")):
        assert "BACS-7" in read(client, address)


def test_who_does_not_keep_funds_reads_what_is_due_and_enters_nothing(client):
    line = used_line()
    signed_in(client, Role.COMMISSIONING_OFFICER)

    page = read(client, of_line(line, "settling/"))

    assert "Only a finance officer enters what is due, paid and recovered." in page
    assert "Enter as due" not in page
    read(client, of_line(line, "owe/"), status=403)
    empty = read(client, of_line(line_with(1), "settling/"))
    assert "Nothing is committed in this line" in empty


def test_a_fund_says_where_the_framework_is_stricter(client, finance):
    line = line_with(500, rules={"over_planning": OverPlanning.WARN})

    assert "the framework stops it" in read(client, of_fund(line))
    refused = sent(client, of_fund(line, "revise/"), **RULES | {"over_planning": "warn"})
    assert "The framework in force stops over-planning" in refused
    let_funds_warn()
    assert "the framework stops it" not in read(client, of_fund(line))


def test_a_line_offers_what_its_reader_may_do(client):
    line = line_with(10, purpose="Advisers", is_ring_fenced=True)
    signed_in(client, Role.AUDITOR)

    page = read(client, of_line(line))

    assert "This line is for Advisers only." in page
    assert "What you can do" not in page
    read(client, of_line(line, "steal/"), status=404)
    read(client, of_line(line, "plan/"), status=403)


def transfer(client, source, target, amount, **more):
    said = {"target": target.reference, "amount": amount, "reason": "More need"}
    return sent(client, of_line(source, "transfer/"), **said, **more)


def test_a_transfer_is_looked_at_and_decided_by_a_second_person(client, finance):
    source = line_with(9_000, purpose="Refuges", rules={"alone_up_to": 1_000})
    target = BudgetLineFactory(fund=source.fund, purpose="Advisers")

    assert "Ask for the transfer" in transfer(client, source, target, "5,000", check="yes")
    assert "There is £9,000.00 left" in transfer(client, source, target, "9,001", check="yes")
    assert "There is £9,000.00 left" in transfer(client, source, target, "9,001")
    page = transfer(client, source, target, "5,000")
    assert "It awaits a second person." in page
    assert "You proposed this transfer" in page

    made, second = Transfer.objects.get(), signed_in(client, Role.APPROVER)
    assert f"transfers/{made}" in read(client, "/workspace/")
    assert "It is transferred." in sent(client, f"{LIST}transfers/{made}/approve/")
    made.refresh_from_db()
    assert made.decided_by == second
    assert balance_of(target).available == Decimal(5_000)


def test_a_small_transfer_is_made_at_once(client, finance):
    source = line_with(9_000, purpose="Refuges", rules={"alone_up_to": 1_000})
    target = BudgetLineFactory(fund=source.fund, purpose="Advisers")

    assert "It is transferred." in transfer(client, source, target, "1,000")


@pytest.mark.parametrize(
    ("verb", "state"),
    [("refuse", TransferState.REFUSED), ("withdraw", TransferState.WITHDRAWN)],
)
def test_a_transfer_that_is_not_made_moves_nothing(client, verb, state):
    me = signed_in(client, Role.FINANCE)
    theirs = {"proposed_by": me} if verb == "withdraw" else {}
    proposed = TransferFactory(source=line_with(9_000), **theirs)

    assert "nothing has moved" in sent(client, f"{LIST}transfers/{proposed}/{verb}/")

    proposed.refresh_from_db()
    assert proposed.state == state


def test_a_transfer_for_which_the_money_is_gone_says_so(client, finance):
    proposed = TransferFactory(source=line_with(10))

    page = sent(client, f"{LIST}transfers/{proposed}/approve/")

    assert "There is £10.00 left in" in page
    assert "Nothing has moved." in page


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MEMBER])
def test_funds_are_for_those_whose_work_is_paid_from_them(client, role):
    signed_in(client, role)

    assert "Your role does not read funds." in read(client, LIST, status=403)
