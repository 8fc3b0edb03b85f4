from datetime import UTC, datetime, timedelta

import pytest

from almoner.accounts.roles import Role
from almoner.core.models import Event
from almoner.enquiries.events import EnquiryEvent
from almoner.enquiries.models import Answer, Enquiry
from almoner.enquiries.operations import answer_enquiry, close_enquiry
from almoner.enquiries.queries import months_before
from almoner.enquiries.states import EnquiryState, Outcome
from almoner.enquiries.tasks import forget
from almoner.outbox.models import Delivery, Message
from almoner.outbox.states import DeliveryState
from tests.factories import NOON, EnquiryFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
YEAR_LATER = datetime(2027, 3, 4, 12, tzinfo=UTC)
DAY_AFTER = YEAR_LATER + timedelta(days=1)


@pytest.fixture
def enquiry():
    officer, enquiry = official(Role.FINANCE), EnquiryFactory()
    answer_enquiry(enquiry, text="It is 80 now, Sam.", by=officer, at=NOON)
    return close_enquiry(enquiry, outcome=Outcome.CORRECTED, by=officer, at=NOON)


def deliveries(state):
    with arranging():
        Delivery.objects.update(state=state, sent_at=NOON)


def test_whoever_wrote_is_forgotten_a_year_after_it_was_closed(enquiry):
    deliveries(DeliveryState.SENT)

    assert forget(YEAR_LATER) == "0 enquiries forgotten"
    assert forget(DAY_AFTER) == "1 enquiries forgotten"

    enquiry.refresh_from_db()
    assert (enquiry.message, enquiry.name, enquiry.email) == ("", "", "")
    assert (enquiry.outcome, enquiry.forgotten_at) == (Outcome.CORRECTED, DAY_AFTER)
    assert Answer.objects.get().text == ""
    letter = Message.objects.get()
    assert (letter.address, letter.subject, letter.body) == ("", "", "")
    assert Event.objects.filter(kind=EnquiryEvent.FORGOTTEN).count() == 1


def test_what_was_forgotten_is_not_forgotten_again(enquiry):
    forget(DAY_AFTER)

    assert forget(DAY_AFTER + timedelta(days=1)) == "0 enquiries forgotten"


def test_a_letter_that_still_waits_is_cancelled(enquiry):
    forget(DAY_AFTER)

    assert Delivery.objects.get().state == DeliveryState.CANCELLED


def test_how_long_it_is_kept_is_a_setting(enquiry, settings):
    settings.ENQUIRIES_KEPT = 1

    assert forget(NOON + timedelta(days=32)) == "1 enquiries forgotten"


def test_what_is_open_is_never_forgotten():
    EnquiryFactory()

    assert forget(NOON + timedelta(days=4000)) == "0 enquiries forgotten"
    assert Enquiry.objects.get().state == EnquiryState.WAITING


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2028-03-30", 1, "2028-02-29"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-03-04", 12, "2025-03-04"),
        ("2026-05-31", 11, "2025-06-30"),
    ],
)
def test_months_before_a_day_end_no_later_than_their_last(day, count, before):
    assert months_before(datetime.fromisoformat(day).date(), count).isoformat() == before
