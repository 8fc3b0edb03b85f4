"""Which copies are owed, since when, and who may read those that are out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from almoner.accounts.queries import worker_of
from almoner.agreements.readings import say_when_versions_speak
from almoner.core.due import due_to
from almoner.core.once import reading
from almoner.core.states import BatchState
from almoner.documents.grounds import Danger
from almoner.documents.operations import take_down_file
from almoner.papers.kinds import CopyKind, DocumentKind
from almoner.papers.states import CopyState, DocumentState, ExemptionState
from almoner.registers.copies import (
    contracts_listed,
    duty_of,
    last_late_day,
    owed,
    public_copies,
    public_past_of,
    with_contracts,
    without_value,
)
from almoner.registers.copy_datasets import ContractCopies, TenderCopies
from almoner.registers.due_editions import duties_kept
from almoner.registers.models import Finding
from almoner.registers.reasons import Reason
from tests.factories import (
    DAY,
    NOON,
    BatchFactory,
    CopyFactory,
    DocumentFactory,
    ExemptionFactory,
    VersionFactory,
    WithholdingFactory,
    official,
    published_copy,
)
from tests.guard import arranging
from tests.registers.agreement_files import bring_in, contracts_file
from tests.registers.findings import judge, safe

pytestmark = pytest.mark.django_db
LATELY, LONG_SINCE = DAY - timedelta(days=3), DAY - timedelta(days=60)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def contract(amount=20_000, **fields):
    amount = None if amount is None else Decimal(amount)
    return VersionFactory(amount=amount, **{"awarded_on": LATELY, **fields})


def found(kind=CopyKind.CONTRACT):
    return owed(duty_of(kind, on=DAY), on=DAY)


def test_a_copy_is_owed_of_each_contract_over_the_limit_and_of_no_other():
    contract(10_000)
    contract("10000.01")
    contract(None)
    contract(organisation_name="")

    assert (found().count, found().late, found().out, found().since) == (1, 0, 0, LATELY)
    assert without_value(on=DAY) == 1


def test_a_contract_is_available_from_its_award_or_else_from_the_day_it_was_first_known():
    batch = BatchFactory(kind="contracts", known_from=date(2026, 2, 20))
    contract(awarded_on=None, agreement__batch=batch, starts_on=date(2019, 4, 1))

    assert found().since == date(2026, 2, 20)


def test_the_oldest_that_is_owed_says_how_the_duty_stands():
    contract()
    contract(awarded_on=LONG_SINCE)

    # 20 working days after 3 January 2026, a Saturday
    assert found().standing.due_on == date(2026, 1, 30)
    assert (found().count, found().late) == (2, 1)
    assert str(found().standing) == "33 days late"


def test_nothing_is_owed_once_it_is_out_or_exempt_or_while_its_contract_is_withheld():
    published_copy(agreement=contract().agreement)
    ExemptionFactory(
        agreement=contract().agreement,
        state=ExemptionState.IN_FORCE,
        decided_by=official("approver"),
    )
    WithholdingFactory(organisation=contract().organisation)
    CopyFactory(agreement=contract(awarded_on=LONG_SINCE).agreement)

    assert (found().count, found().late, found().out) == (1, 1, 1)


def test_the_last_copy_that_anyone_may_read_says_when_one_was_last_published():
    assert found().last_out_at is None

    published_copy(agreement=contract().agreement, published_at=NOON - timedelta(days=9))
    withheld = contract()
    published_copy(agreement=withheld.agreement, published_at=NOON)
    WithholdingFactory(organisation=withheld.organisation)

    assert found().last_out_at == NOON - timedelta(days=9)


def test_a_contract_that_is_held_owes_nothing_and_its_day_is_not_told(tmp_path):
    row = "C-9,Locks for the refuge at 12 High Street,Harbour Trust,,,01/04/2025,31/03/2027,86421,"
    empty = "C-8,Locks for the refuge at 12 High Street,Harbour Trust,,,01/04/2025,31/03/2027,,"
    bring_in(contracts_file(tmp_path, [row, empty]))

    assert (found().count, found().since, without_value(on=DAY)) == (0, None, 0)
    assert not contracts_listed(duty_of(CopyKind.CONTRACT, on=DAY), stands="", supplier="", on=DAY)
    for finding in Finding.objects.all():
        judge(safe(Reason.NOT_AN_ADDRESS), finding=finding, by=official("publisher"))
    assert (found().count, found().since, without_value(on=DAY)) == (1, DAY, 1)


def test_a_copy_that_was_taken_down_is_owed_again():
    copy = published_copy(agreement=contract().agreement)
    assert found().count == 0

    take_down_file(copy.file, ground=Danger.SAFETY, reason="x", by=official("publisher"), at=NOON)

    assert (found().count, found().out) == (1, 0)


def test_an_exemption_that_only_was_proposed_changes_nothing():
    ExemptionFactory(agreement=contract().agreement)

    assert found().count == 1


def test_an_invitation_to_tender_is_owed_from_its_day_once_it_is_kept():
    contract()
    one = contract(awarded_on=None).agreement
    DocumentFactory(agreement=one, kind=DocumentKind.INVITATION, dated_on=LONG_SINCE)
    DocumentFactory(
        agreement=contract().agreement,
        kind=DocumentKind.INVITATION,
        state=DocumentState.REMOVED,
    )

    assert (found(CopyKind.TENDER).count, found(CopyKind.TENDER).since) == (1, LONG_SINCE)
    published_copy(agreement=one, kind=CopyKind.TENDER)
    assert found(CopyKind.TENDER).count == 0


@pytest.mark.parametrize(
    ("kind", "day"), [("contract-copies", "2026-02-03"), ("tender-copies", "2026-02-24")]
)
def test_late_is_what_was_due_before_today(kind, day):
    last = last_late_day(duty_of(CopyKind(kind), on=DAY), on=DAY)

    assert last.isoformat() == day


def test_how_each_contract_stands_can_be_asked():
    out, exempt, sent, begun, missing = (contract() for _ in range(5))
    published_copy(agreement=out.agreement)
    ExemptionFactory(agreement=exempt.agreement, state="in-force", decided_by=official("approver"))
    CopyFactory(agreement=sent.agreement)
    CopyFactory(agreement=begun.agreement, state=CopyState.DRAFTED)
    duty = duty_of(CopyKind.CONTRACT, on=DAY)

    for stands, version in [
        ("published", out),
        ("exempt", exempt),
        ("submitted", sent),
        ("drafted", begun),
        ("missing", missing),
    ]:
        listed = contracts_listed(duty, stands=stands, supplier="", on=DAY)
        assert [one.pk for one in listed] == [version.pk]
    named = contracts_listed(duty, stands="", supplier=out.organisation_name.upper(), on=DAY)
    assert [one.pk for one in named] == [out.pk]


def test_what_is_owed_is_listed_before_what_is_settled_and_the_oldest_of_it_first():
    out, exempt = contract(awarded_on=LONG_SINCE), contract(awarded_on=LONG_SINCE)
    published_copy(agreement=out.agreement)
    ExemptionFactory(agreement=exempt.agreement, state="in-force", decided_by=official("approver"))
    missing, begun = contract(), contract(awarded_on=LATELY - timedelta(days=1))
    CopyFactory(agreement=begun.agreement, state=CopyState.DRAFTED)

    listed = contracts_listed(duty_of(CopyKind.CONTRACT, on=DAY), stands="", supplier="", on=DAY)

    assert [one.pk for one in listed] == [one.pk for one in (begun, missing, out, exempt)]


def test_a_copy_whose_contract_was_withheld_meanwhile_is_left_out():
    copy, hidden = published_copy(), published_copy()
    WithholdingFactory(organisation=hidden.agreement.versions.get().organisation)

    assert [one.copy for one in with_contracts([hidden, copy], on=DAY)] == [copy]


def test_the_public_reads_what_is_out_and_neither_withheld_nor_undone(django_assert_num_queries):
    out, withheld, undone = (published_copy() for _ in range(3))
    CopyFactory()
    WithholdingFactory(organisation=withheld.agreement.versions.get().organisation)
    WithholdingFactory(organisation=None, agreement=published_copy().agreement)
    batch = undone.agreement.versions.get().batch
    batch.state = BatchState.UNDONE
    with arranging():
        batch.save()
        say_when_versions_speak(batch)

    copies = list(public_copies(CopyKind.CONTRACT, on=DAY))

    assert copies == [out]
    assert list(public_past_of(withheld.agreement, CopyKind.CONTRACT)) == []
    assert list(public_past_of(out.agreement, CopyKind.CONTRACT)) == [out]
    with reading(), django_assert_num_queries(3):
        assert [one.copy for one in with_contracts(copies, on=DAY)] == [out]


def test_the_datasets_hold_a_row_for_each_copy_that_is_out(settings):
    settings.ADDRESS = "https://wexmoor.test"
    copy = published_copy(redactions=["safety"])
    version = copy.agreement.versions.get()

    (row,) = ContractCopies.now(on=DAY).rows()

    assert dict(zip([column.name for column in ContractCopies.columns], row, strict=True)) == {
        "agreement": str(copy.agreement),
        "publisher": "Wexmoor Council",
        "contract_reference": "C-7",
        "title": "A night shelter",
        "supplier": version.organisation_name,
        "organisation": str(version.organisation),
        "value": Decimal(20_000),
        "awarded_on": None,
        "published_on": DAY,
        "redactions": "safety",
        "pages": 1,
        "bytes": copy.file.size,
        "sha256": copy.file.digest,
        "address": f"https://wexmoor.test/registers/contract-copies/{copy.agreement}.pdf",
    }
    assert list(TenderCopies.now(on=DAY).rows()) == []


def test_the_owner_is_told_in_one_line_and_deputy_and_approvers_once_it_is_late():
    contract()
    contract()

    def due(role):
        items = due_to(worker_of(official(role), on=DAY), on=DAY)
        return [one.what for one in items if one.about == "framework.duty:contract-copies"]

    what = "Publish 2 copies that are owed (0 late): A copy of each contract over £10,000"
    assert due("agreement-manager") == [what]
    assert due("publisher") == due("approver") == due("finance") == []
    contract(awarded_on=LONG_SINCE)
    late = what.replace("2 copies", "3 copies").replace("0 late", "1 late")
    assert due("agreement-manager") == due("publisher") == due("approver") == [late]
    assert due("finance") == []


def test_duties_of_copies_are_kept_with_the_others():
    contract(awarded_on=LONG_SINCE)

    kept = {one.duty.code: one for one in duties_kept(on=DAY)}

    assert kept["contract-copies"].standing.days_late == 33
    assert kept["tender-copies"].standing is None
    assert kept["tender-copies"].owed.count == 0
    assert kept["decisions"].standing is None
    assert kept["decisions"].owed.count == 0
