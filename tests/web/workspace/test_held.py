from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.commissions.kinds import Part
from almoner.core.references import name_of
from almoner.payments.states import MatchState
from tests.actions.factories import ActionFactory
from tests.commissions.factories import draft, grant_case, say
from tests.factories import (
    DAY,
    NOON,
    DocumentFactory,
    EnquiryFactory,
    MatchFactory,
    OrganisationFactory,
    PaymentFactory,
    ProviderContactFactory,
    StewardshipFactory,
    VersionFactory,
    WithholdingFactory,
)
from tests.web.public.published import body_of, bytes_of, queries_of, read
from tests.web.workspace.signing_in import signed_in
from tests.web.workspace.test_audits import day_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with time_machine.travel(NOON, tick=False):
        yield


def about(thing, what="organisations"):
    return f"/workspace/held/{what}/{thing}/"


def restricted_case_of(supplier):
    case = draft(is_restricted=True)
    say(case, Part.TERMS, {"supplier": supplier})
    return case


def seen_by(person):
    """What the log says that somebody read, but for their signing in."""
    entries = AccessEntry.objects.filter(who=person.actor).exclude(about=name_of(person))
    return set(entries.values_list("about", flat=True))


def test_everything_about_an_organisation_is_counted_by_kind_and_marked(client):
    signed_in(client, Role.AUDITOR)
    trust = OrganisationFactory(name="Harbour Trust")
    version = VersionFactory(organisation=trust)
    DocumentFactory(agreement=version.agreement, title="The signed contract")
    PaymentFactory(organisation=trust)
    say(grant_case(), Part.TERMS, {"supplier": trust})
    ActionFactory(source=name_of(version.agreement), what="Ring the trust")

    page = read(client, about(trust))
    documents = read(client, f"{about(trust)}?kind=documents")

    kinds = ["Organisations", "Grants and contracts", "Payments", "Documents of agreements"]
    assert all(words in page for words in [*kinds, "Cases", "Actions"])
    assert f"/organisations/{trust}/" in page
    assert "The signed contract" in documents
    assert "Not public" in documents
    assert "It has no public address, ever" in documents
    assert "Ring the trust" in read(client, f"{about(trust)}?kind=actions")


def test_those_who_are_merged_are_one(client):
    signed_in(client, Role.PUBLISHER)
    head = OrganisationFactory(name="Harbour Trust")
    member = OrganisationFactory(name="The Harbour", merged_into=head, survivor=head)
    payment = PaymentFactory(organisation=member)

    assert str(payment) in read(client, f"{about(head)}?kind=payments")
    assert "What is held about Harbour Trust" in read(client, about(member))


def test_what_others_read_is_counted_and_not_shown(client):
    signed_in(client, Role.PUBLISHER)
    trust = OrganisationFactory()
    case = restricted_case_of(trust)

    page = read(client, about(trust))

    assert "more records are for others to read" in page
    assert str(case) not in page
    assert str(case) not in read(client, f"{about(trust)}?kind=cases")
    assert str(case) not in body_of(client.get(f"{about(trust)}list.csv"))
    read(client, about(case, "cases"), status=HTTPStatus.FORBIDDEN)


def test_each_restricted_thing_that_is_shown_is_noted(client):
    approver = signed_in(client, Role.APPROVER)
    trust = OrganisationFactory()
    case = restricted_case_of(trust)
    contact = ProviderContactFactory(agreement=VersionFactory(organisation=trust).agreement)

    read(client, f"{about(trust)}?kind=cases")
    read(client, f"{about(trust)}?kind=contacts")

    assert seen_by(approver) == {name_of(case), f"agreements.providercontact:{contact.agreement}"}


def test_the_whole_list_notes_what_is_restricted_as_well(client):
    approver = signed_in(client, Role.APPROVER)
    trust = OrganisationFactory()
    case = restricted_case_of(trust)
    withholding = WithholdingFactory(organisation=trust)

    said = body_of(client.get(f"{about(trust)}list.csv"))

    assert seen_by(approver) >= {name_of(case), name_of(trust), name_of(withholding)}
    assert all(line.startswith("INTERNAL: not for release") for line in said.splitlines()[1:])
    assert "Withheld: Safety of a person" in said


def test_an_enquiry_is_for_those_in_whose_queue_it_is(client):
    payment = PaymentFactory()
    enquiry = EnquiryFactory(about=f"/registers/spend/{payment}/")
    address = f"{about(payment.organisation)}?kind=enquiries"
    signed_in(client, Role.AUDITOR)
    others = read(client, address)
    signed_in(client, Role.FINANCE)

    assert str(enquiry) not in others
    assert "1 more record is for others to read" in others
    assert str(enquiry) in read(client, address)


def test_an_agreement_shows_its_papers_and_what_was_paid_under_it(client):
    signed_in(client, Role.AGREEMENT_MANAGER)
    agreement = VersionFactory(said={"title": "A night shelter"}).agreement
    match = MatchFactory(agreement=agreement, state=MatchState.CONFIRMED)
    StewardshipFactory(agreement=agreement)

    page = read(client, about(agreement, "agreements"))

    assert "What is held about A night shelter" in page
    assert f"/workspace/agreements/{agreement}/" in page
    assert str(match.payment) in read(client, f"{about(agreement, 'agreements')}?kind=payments")
    assert "Who manages" in read(client, f"{about(agreement, 'agreements')}?kind=management")


def test_what_nobody_holds_is_not_found(client):
    signed_in(client, Role.AUDITOR)

    read(client, about("ORG-2222222222"), status=HTTPStatus.NOT_FOUND)
    read(client, about("AGR-222222222222", "agreements"), status=HTTPStatus.NOT_FOUND)
    read(client, about(OrganisationFactory(), "payments"), status=HTTPStatus.NOT_FOUND)


def test_the_last_day_for_the_answer_is_shown(client):
    signed_in(client, Role.PUBLISHER)
    address = about(OrganisationFactory())
    asked = "&".join(f"{part}={said}" for part, said in day_in("received", DAY).items())
    later = day_in("received", DAY + timedelta(days=1))
    tomorrow = "&".join(f"{part}={said}" for part, said in later.items())

    # Twenty working days after 4 March 2026: 17 March is a bank holiday in Northern Ireland.
    assert "by 2 April 2026 at the latest" in read(client, f"{address}?{asked}")
    assert "Enter today or a day before it" in read(client, f"{address}?{tomorrow}")


def test_the_public_parts_are_packed_with_a_note(client):
    signed_in(client, Role.PUBLISHER)
    trust = OrganisationFactory(name="Harbour Trust")
    version = VersionFactory(organisation=trust)
    PaymentFactory(organisation=trust)
    DocumentFactory.create_batch(6, agreement=version.agreement, title="Secret terms")
    ActionFactory(source=name_of(version.agreement), what="Secret work")

    packed = ZipFile(BytesIO(bytes_of(client.get(f"{about(trust)}public.zip"))))

    assert packed.namelist() == ["organisations.csv", "contracts.csv", "spend.csv", "read-me.txt"]
    note = packed.read("read-me.txt").decode()
    assert f"Harbour Trust ({trust})" in note
    assert "Open Government Licence" in note
    assert "spend.csv: Payments to suppliers, 1 row" in note
    assert "Documents of agreements (Kept for the body’s own work): 6" in note
    assert "Others: fewer than five" in note
    assert "Secret" not in note
    assert str(version.agreement) in packed.read("contracts.csv").decode()


def test_the_list_is_a_workbook_too(client):
    signed_in(client, Role.PUBLISHER)
    payment = PaymentFactory()

    made = bytes_of(client.get(f"{about(payment.organisation)}list.xlsx"))

    rows = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()
    assert {row[0] for row in rows[1:]} == {"INTERNAL: not for release"}
    assert str(payment) in [row[3] for row in rows]


def test_a_page_asks_as_much_however_much_is_held(client):
    signed_in(client, Role.AUDITOR)
    trust = OrganisationFactory()

    def more():
        agreement = VersionFactory(organisation=trust).agreement
        DocumentFactory(agreement=agreement)
        payment = PaymentFactory(organisation=trust)
        MatchFactory(agreement=agreement, payment=payment, state=MatchState.CONFIRMED)

    more()
    few = {kind: queries_of(client, f"{about(trust)}?kind={kind}") for kind in KINDS}
    more()

    assert {k: queries_of(client, f"{about(trust)}?kind={k}") for k in KINDS} == few
    assert max(few.values()) <= 40


KINDS = ["agreements", "payments", "matches", "documents"]
