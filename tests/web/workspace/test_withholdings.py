import pytest
import time_machine

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.agreements.states import AgreementKind
from almoner.payments.models import Payment
from almoner.registers.models import Tombstone, Withholding
from almoner.registers.states import WithholdingState
from tests.factories import (
    DAY,
    NOON,
    AgreementFactory,
    OrganisationFactory,
    UserFactory,
    VersionFactory,
    WithholdingFactory,
    published_copy,
)
from tests.web.public.published import body_of, issue, publish, queries_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST, PROPOSE = "/workspace/withholdings/", "/workspace/withholdings/propose/"
SAID = {
    "ground": "safety",
    "view_of": "body",
    "reason": "He is looking for them",
    "review_on_day": "1",
    "review_on_month": "6",
    "review_on_year": "2026",
}


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    settings.FILES, settings.ADDRESS = tmp_path / "files", "https://wexmoor.test"
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def publisher(client):
    return signed_in(client, Role.PUBLISHER)


@pytest.fixture
def approver(client):
    return signed_in(client, Role.APPROVER)


def page_of(withholding, verb=""):
    return f"{LIST}{withholding}/{verb}"


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return body_of(response)


def test_the_list_shows_what_is_withheld_and_which_reviews_are_due(client, publisher):
    due, other = WithholdingFactory(review_on=DAY), WithholdingFactory()

    page = read(client, LIST)

    assert page.index(str(due)) < page.index(str(other))
    assert page.count(">Due<") == 1 or page.count("Due") == 1
    assert due.organisation.name in page


def test_the_list_says_when_nothing_is_withheld(client, publisher):
    assert "Nothing is withheld" in read(client, LIST)


def test_the_list_asks_as_much_of_the_database_for_many_as_for_one(client, publisher):
    WithholdingFactory()
    read(client, LIST)  # the first page that somebody opens notes more than the next
    few = queries_of(client, LIST)

    WithholdingFactory.create_batch(5)

    assert queries_of(client, LIST) == few


def test_a_refuge_is_taken_down_as_soon_as_the_form_is_sent(client, publisher):
    organisation = OrganisationFactory()

    response = client.post(PROPOSE, {**SAID, "about": f" {organisation.reference.lower()} "})

    made = Withholding.objects.get()
    assert (made.organisation, made.state) == (organisation, WithholdingState.TAKEN_DOWN)
    assert response["Location"] == page_of(made)
    assert "It is taken down" in read(client, response["Location"])


def test_an_agreement_is_proposed_on_another_ground(client, publisher):
    agreement = AgreementFactory()

    client.post(PROPOSE, {**SAID, "about": agreement.reference, "ground": "commercial"})

    made = Withholding.objects.get()
    assert (made.agreement, made.state) == (agreement, WithholdingState.PROPOSED)
    assert agreement.reference in read(client, page_of(made))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"about": "ORG-2222222222"}, "No organisation or agreement has this reference"),
        ({"ground": "crime"}, "the chief officer"),
        ({"review_on_year": "2025"}, "yet to come"),
        ({"reason": ""}, "fill this in"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_withheld(client, publisher, said, why):
    organisation = OrganisationFactory()

    page = body_of(client.post(PROPOSE, {**SAID, "about": organisation.reference, **said}))

    assert why in page
    assert "Error:" in page
    assert not Withholding.objects.exists()


def test_the_page_says_what_it_keeps_back_and_notes_who_read_that(client, publisher, tmp_path):
    publish(tmp_path, [f"Harbour Trust,2026-02-03,{n}.50,Grants,Beds {n}" for n in range(3)])
    harbour = Payment.objects.first().organisation
    one = WithholdingFactory(organisation=harbour)

    page = read(client, page_of(one))

    assert "Spend: 3" in page
    assert "Somebody is looking for them" in page
    entry = AccessEntry.objects.get(about=f"registers.withholding:{one}")
    assert entry.who == publisher.actor


@pytest.mark.parametrize(
    ("state", "decision", "becomes"),
    [
        (WithholdingState.PROPOSED, "agree", WithholdingState.IN_FORCE),
        (WithholdingState.PROPOSED, "refuse", WithholdingState.REFUSED),
        (WithholdingState.TAKEN_DOWN, "agree", WithholdingState.IN_FORCE),
        (WithholdingState.LIFTING, "agree", WithholdingState.LIFTED),
        (WithholdingState.LIFTING, "refuse", WithholdingState.TAKEN_DOWN),
    ],
)
def test_a_second_person_decides(client, approver, state, decision, becomes):
    one = WithholdingFactory(state=state, decided_by=None, lifting_proposed_by=UserFactory())
    assert "Send your decision" in read(client, page_of(one, "decide/"))

    response = client.post(page_of(one, "decide/"), {"decision": decision})

    assert response["Location"] == page_of(one)
    one.refresh_from_db()
    assert one.state == becomes


def test_what_is_down_already_is_not_refused_but_lifted(client, approver):
    one = WithholdingFactory(state=WithholdingState.TAKEN_DOWN, decided_by=None)

    page = body_of(client.post(page_of(one, "decide/"), {"decision": "refuse"}))

    assert "Error:" in page
    assert "I refuse" not in page


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.APPROVER])
def test_nobody_decides_alone(client, role):
    person = signed_in(client, role)
    one = WithholdingFactory(state=WithholdingState.TAKEN_DOWN, decided_by=None, proposed_by=person)

    assert "You cannot decide on this" in read(client, page_of(one, "decide/"))
    assert client.post(page_of(one, "decide/"), {"decision": "agree"}).status_code == 403


def test_what_has_been_decided_says_so(client, approver):
    assert "This has been decided" in read(client, page_of(WithholdingFactory(), "decide/"))


def test_a_review_keeps_it_withheld(client, approver):
    one = WithholdingFactory(review_on=DAY)
    day = {"review_on_day": "1", "review_on_month": "9"}
    assert "yet to come" in body_of(
        client.post(page_of(one, "keep/"), {**day, "review_on_year": "2025"})
    )

    client.post(page_of(one, "keep/"), {**day, "review_on_year": "2026"})

    one.refresh_from_db()
    assert one.review_on.isoformat() == "2026-09-01"


def test_lifting_is_proposed_with_a_reason(client, publisher):
    one = WithholdingFactory()
    assert "Keep it withheld" not in read(client, page_of(one))
    assert "Error:" in body_of(client.post(page_of(one, "lift/"), {"reason": ""}))

    client.post(page_of(one, "lift/"), {"reason": "They moved"})

    one.refresh_from_db()
    assert (one.state, one.lifting_proposed_by) == (WithholdingState.LIFTING, publisher)
    assert "They moved" in read(client, page_of(one))


def test_the_addresses_that_others_may_have_kept_are_listed(client, publisher, tmp_path):
    publish(tmp_path, ["Harbour Trust,2026-02-03,1.50,Grants,Beds"])
    edition, payment = issue(), Payment.objects.get()
    client.post(PROPOSE, {**SAID, "about": payment.organisation.reference})

    lines = read(client, page_of(Withholding.objects.get(), "addresses.txt")).splitlines()

    here = "https://wexmoor.test"
    assert Tombstone.objects.get().edition == edition
    assert lines[:6] == [
        f"{here}/organisations/{payment.organisation}/",
        f"{here}/organisations/{payment.organisation}.csv",
        f"{here}/organisations/{payment.organisation}.json",
        f"{here}/registers/spend/{payment}/",
        f"{here}/registers/spend/{payment}.csv",
        f"{here}/registers/spend/{payment}.json",
    ]
    assert f"{here}/editions/spend/2026-02/1/spend-2026-02.csv" in lines
    assert str(edition) in read(client, page_of(Withholding.objects.get()))


def test_the_addresses_of_an_agreement_are_those_of_lists_alone(client, publisher):
    one = WithholdingFactory(organisation=None, agreement=AgreementFactory())

    lines = read(client, page_of(one, "addresses.txt")).splitlines()

    assert lines[0] == "https://wexmoor.test/"


def test_the_addresses_of_an_agreement_lead_to_its_copy_too(client, publisher):
    copy = published_copy()
    one = WithholdingFactory(organisation=None, agreement=copy.agreement)

    lines = read(client, page_of(one, "addresses.txt")).splitlines()

    here = f"https://wexmoor.test/registers/contract-copies/{copy.agreement}"
    assert lines[:2] == [f"{here}/", f"{here}.pdf"]


@pytest.mark.parametrize("about", ["organisation", "agreement"])
def test_the_pages_of_agreements_and_of_their_registers_are_listed_too(client, publisher, about):
    version = VersionFactory(agreement=AgreementFactory(kind=AgreementKind.GRANT))
    things = {"organisation": version.organisation, "agreement": None}
    if about == "agreement":
        things = {"organisation": None, "agreement": version.agreement}

    lines = read(client, page_of(WithholdingFactory(**things), "addresses.txt")).splitlines()

    here = "https://wexmoor.test/registers"
    for end in ("/", ".csv", ".json"):
        assert f"{here}/grants/{version.agreement}{end}" in lines
        for register in ("grants", "contracts", "spend", "contract-copies"):
            assert f"{here}/{register}{end}" in lines
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PUBLISHER])
def test_officials_and_auditors_find_what_is_withheld_marked_as_such(client, role, tmp_path):
    publish(tmp_path)
    WithholdingFactory(organisation=Payment.objects.get(amount="1250.50").organisation)
    signed_in(client, role)

    page = read(client, "/workspace/search/?q=shelter")

    assert "1 result" in page
    assert "Withheld from the public" in page
    assert "/registers/spend/PAY-" not in page


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MEMBER])
def test_administrators_and_members_do_not_find_what_is_withheld(client, role, tmp_path):
    publish(tmp_path)
    WithholdingFactory(organisation=Payment.objects.get(amount="1250.50").organisation)
    signed_in(client, role)

    assert "Nothing found" in read(client, "/workspace/search/?q=shelter")
    read(client, LIST, status=403)
