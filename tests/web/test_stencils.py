import pytest
from django.test import Client, RequestFactory

from almoner.accounts.roles import Role
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.web.stencils import RecordPage, RecordResponse, Stencils, cut, record_at
from tests.factories import official
from tests.web.public.published import PLAIN, publish, queries_of, read
from tests.web.public.refuge import taken_down

pytestmark = pytest.mark.django_db
LIST = "/registers/spend/"
ODD = [
    '"<b>Bold</b> & ""Sons""",2026-02-05,1.00,<script>,it\'s 100% {{ odd }}',
    "Ŵyn a’r Plant,2026-02-06,-0.01,%(name)s,{% now %}",
    "x0x1x,2026-02-07,2000000.00,x00x,",
]
PAYMENT = LEDGER = 1  # a question of each


@pytest.fixture(autouse=True)
def _pages_are_kept(settings, tmp_path):
    settings.KEPT_MB, settings.FILES = 1, tmp_path / "files"


@pytest.fixture
def payments(db, tmp_path):
    publish(tmp_path, [*PLAIN, *ODD])
    return [f"{LIST}{paid}/" for paid in Payment.objects.order_by("pk")]


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_a_page_that_was_filled_in_is_what_its_template_would_have_drawn(
    payments, settings, language
):
    asking = {"headers": {"Accept-Language": language}}
    known, drawing = Client(), Client()
    for page in payments:  # the first of each kind is drawn, to be cut from
        known.get(page, **asking)
    settings.KEPT_MB = 1
    filled = [known.get(page, **asking) for page in payments]
    settings.KEPT_MB = 0
    drawn = [drawing.get(page, **asking) for page in payments]

    assert [one.content for one in filled] == [one.content for one in drawn]
    said = [[{**one.headers, "X-Request-ID": ""} for one in some] for some in (filled, drawn)]
    assert said[0] == said[1]


def test_once_one_was_drawn_another_takes_one_question(client, payments):
    read(client, payments[0])

    assert queries_of(client, payments[3]) == PAYMENT
    assert queries_of(client, payments[3]) == LEDGER


def test_after_a_quiet_line_of_the_ledger_a_page_is_still_filled_in(client, payments):
    read(client, payments[0])

    official(Role.AUDITOR)  # a line that changes nothing public

    assert queries_of(client, payments[3]) <= PAYMENT + LEDGER + PAYMENT


def test_a_payment_with_other_facts_says_its_own(client, payments):
    read(client, payments[0])

    returned, withheld = read(client, payments[1]), read(client, payments[2])

    assert "This is money that came back to the payer." in returned
    assert "The payer withheld who was paid." in withheld
    assert "withheld who was paid" not in read(client, payments[3])


def test_who_is_withheld_has_no_page_from_that_moment(client, payments):
    read(client, payments[0])

    taken_down(organisation=Organisation.objects.get(name="Harbour Trust"))

    assert "Harbour" not in read(client, payments[3], status=404)
    assert "Quay" in read(client, payments[1])


def test_whoever_is_signed_in_reads_a_page_of_their_own(client, payments):
    read(client, payments[0])
    theirs = Client()
    theirs.force_login(official(Role.AUDITOR, name="Lena Ortiz"))

    assert "Lena Ortiz" in read(theirs, payments[3])
    assert "Lena Ortiz" not in read(client, payments[3])


def test_what_is_asked_beside_the_address_is_not_answered_from_a_stencil(payments):
    assert record_at(payments[0]).reference == payments[0].split("/")[-2]
    assert record_at(f"{payments[0]}?page=2") is None
    assert record_at(f"{LIST}../PAY-1/") is None


def test_a_page_with_something_asked_beside_it_is_drawn_once_and_then_kept(
    client, payments, monkeypatch
):
    read(client, payments[0])
    drawn, draw = [], RecordPage.draw

    def counting(page, request, facts):
        drawn.append(facts["reference"])
        return draw(page, request, facts)

    monkeypatch.setattr(RecordPage, "draw", counting)
    for _turn in range(3):
        read(client, f"{payments[3]}?from=mail")

    assert len(drawn) == 1


def test_a_page_that_cannot_be_cut_is_answered_all_the_same(client, payments, monkeypatch, caplog):
    monkeypatch.setattr("almoner.web.stencils.cut", lambda *_: 1 / 0)

    assert "Harbour Trust" in read(client, payments[0])
    assert "page_not_kept" in caplog.text


class ByWhatItSays(RecordPage):
    """One that must not be: it is another page where a fact says something else."""

    def draw(self, _request, facts):
        return f"{facts['reference']} is {'dear' if facts['amount'] == '£9' else 'cheap'}"


def test_a_page_that_depends_on_what_a_fact_says_is_never_filled_in(caplog):
    page = ByWhatItSays("public:payment", "none.html", lambda _reference: None)
    request, facts = RequestFactory().get("/"), {"reference": "PAY-1", "amount": "£9"}
    drawn = RecordResponse(page, facts, page.draw(request, facts))
    stencils = Stencils()

    stencils.keep(request, "anyone", "today", drawn)

    assert cut(request, drawn, "today") is None
    assert "stencil_differs" in caplog.text
