from datetime import timedelta

import pytest
import time_machine

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.accounts.states import AccessOutcome
from almoner.enquiries.models import Answer, Enquiry
from almoner.enquiries.states import EnquiryState, Outcome
from almoner.enquiries.subjects import Subject
from almoner.outbox.models import Message
from tests.factories import DAY, NOON, EnquiryFactory, PaymentFactory
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/enquiries/"
CLOSED = {"state": EnquiryState.CLOSED, "outcome": Outcome.NO_CHANGE, "closed_at": NOON}


@pytest.fixture(autouse=True)
def _a_week_later():
    with time_machine.travel(NOON + timedelta(days=7), tick=False):
        yield


@pytest.fixture
def officer(client):
    return signed_in(client, Role.FINANCE)


def of(enquiry, verb=""):
    return f"{LIST}{enquiry}/{verb}"


def test_the_list_shows_ones_own_queues_how_long_each_waits_and_no_word_of_theirs(client, officer):
    late = EnquiryFactory(due_on=DAY)
    EnquiryFactory(subject=Subject.OTHER)
    EnquiryFactory(**CLOSED)

    page = read(client, LIST)

    assert page.count("/workspace/enquiries/ENQ-") == 1
    assert '<td class="numeric">5</td>' in page
    assert "Overdue" in page
    for word in (late.message, late.name, late.email):
        assert word not in page
    assert read(client, f"{LIST}?state=closed").count("/workspace/enquiries/ENQ-") == 1


def test_danger_stands_on_top(client):
    signed_in(client, Role.PUBLISHER)
    soon = EnquiryFactory(subject=Subject.OTHER, due_on=DAY)
    danger = EnquiryFactory(is_danger=True)

    page = read(client, LIST)

    assert page.index(str(danger)) < page.index(str(soon))


def test_a_queue_of_one_subject_has_its_own_address(client):
    signed_in(client, Role.FINANCE, Role.PUBLISHER)
    EnquiryFactory(), EnquiryFactory(subject=Subject.OTHER)

    assert read(client, f"{LIST}about/other/").count("/workspace/enquiries/ENQ-") == 1
    read(client, f"{LIST}about/cheese/", status=404)


def test_the_list_says_when_nothing_waits(client, officer):
    assert "Nothing waits here" in read(client, LIST)


def test_the_list_asks_as_much_of_the_database_for_many_as_for_one(client, officer):
    EnquiryFactory(taken_by=officer)
    read(client, LIST)  # the first page that somebody opens notes more than the next
    few = queries_of(client, LIST)

    EnquiryFactory.create_batch(5, taken_by=officer)

    assert queries_of(client, LIST) == few


def test_who_read_an_enquiry_is_noted_and_who_was_refused(client, officer):
    one, other = EnquiryFactory(), EnquiryFactory(subject=Subject.OTHER)

    assert one.message in read(client, of(one))
    read(client, of(other), status=403)

    entry = AccessEntry.objects.get(about=f"enquiries.enquiry:{one}")
    assert (entry.who, entry.outcome) == (officer.actor, AccessOutcome.ALLOWED)
    refused = AccessEntry.objects.get(about=f"enquiries.enquiry:{other}")
    assert refused.outcome == AccessOutcome.REFUSED


def test_what_somebody_wrote_is_shown_as_they_wrote_it_and_runs_nowhere(client, officer):
    page = read(client, of(EnquiryFactory(message="<script>alert(1)</script>")))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_it_is_taken_answered_and_closed(client, officer):
    one = EnquiryFactory()
    assert "Take it on before you close it" in read(client, of(one))
    client.post(of(one, "take/"))
    assert "What they wrote" in read(client, of(one, "answer/"))

    preview = body_of(client.post(of(one, "answer/"), {"text": "It is 80 now", "preview": "yes"}))
    assert "Dear Sam Reader," in preview
    assert "It goes to sam.reader@example.test" in preview
    assert not Message.objects.exists()
    again = body_of(client.post(of(one, "answer/"), {"text": "It is 80 now", "change": "yes"}))
    assert ">\nIt is 80 now</textarea>" in again
    client.post(of(one, "answer/"), {"text": "It is 80 now"})

    answer = Answer.objects.get()
    assert answer.message in read(client, of(one))
    assert "It is 80 now" in read(client, f"/workspace/outbox/{answer.message}/")
    client.post(of(one, "close/"), {"outcome": "corrected"})
    assert Enquiry.objects.get().outcome == Outcome.CORRECTED
    assert "Something was corrected" in read(client, of(one))


def test_whoever_closes_is_told_that_an_answer_was_asked_for(client, officer):
    one = EnquiryFactory(wants_answer=True, state=EnquiryState.TAKEN, taken_by=officer)

    assert "They asked for an answer, and none was sent" in read(client, of(one, "close/"))
    assert "Error:" in body_of(client.post(of(one, "close/"), {"outcome": ""}))


def test_an_empty_answer_is_a_mistake(client, officer):
    page = body_of(client.post(of(EnquiryFactory(), "answer/"), {"text": "", "preview": "yes"}))

    assert "Your answer: fill this in." in page


def test_nobody_can_answer_somebody_who_left_no_address(client, officer):
    one = EnquiryFactory(email="")

    page = read(client, of(one))
    assert "answer/" not in page
    assert "they left no address" in page
    read(client, of(one, "answer/"), status=403)


def test_it_is_passed_on_and_out_of_sight(client, officer):
    one = EnquiryFactory()
    assert "It waits in the queue" in read(client, of(one, "pass-on/"))

    answer = client.post(of(one, "pass-on/"), {"subject": "privacy"})

    assert answer["Location"] == LIST
    assert Enquiry.objects.get().subject == Subject.PRIVACY


def test_it_is_passed_on_within_ones_own_queues(client):
    signed_in(client, Role.PUBLISHER)
    one = EnquiryFactory(subject=Subject.OTHER)

    answer = client.post(of(one, "pass-on/"), {"subject": "privacy", "is_danger": "on"})

    assert answer["Location"] == of(one)
    assert Enquiry.objects.get().is_danger


def test_danger_leads_to_withholding_what_it_is_about(client):
    signed_in(client, Role.APPROVER)
    payment = PaymentFactory()
    of_a_payment = EnquiryFactory(is_danger=True, about=f"/registers/spend/{payment}/")
    of_an_organisation = EnquiryFactory(is_danger=True, about="/organisations/ORG-2222222222/")
    of_none = EnquiryFactory(is_danger=True)

    withhold = "/workspace/withholdings/propose/"
    assert f"{withhold}?about={payment.organisation}" in read(client, of(of_a_payment))
    assert f"{withhold}?about=ORG-2222222222" in read(client, of(of_an_organisation))
    assert f'{withhold}"' in read(client, of(of_none))


def test_what_is_closed_is_opened_again_until_it_is_forgotten(client, officer):
    one = EnquiryFactory(**CLOSED)
    gone = EnquiryFactory(**CLOSED, message="", name="", email="", forgotten_at=NOON)
    assert "Open it again" not in read(client, of(gone))
    assert "Forgotten on 4 March 2026" in read(client, of(gone))
    assert "Open it again" in read(client, of(one))

    client.post(of(one, "reopen/"))

    one.refresh_from_db()
    assert one.state == EnquiryState.WAITING


def test_my_work_leads_to_the_queue_and_to_danger(client):
    signed_in(client, Role.FINANCE, Role.PUBLISHER)
    EnquiryFactory()
    danger = EnquiryFactory(is_danger=True)

    page = read(client, "/workspace/")

    assert 'href="/workspace/enquiries/about/payment/"' in page
    assert f'href="{of(danger)}"' in page
