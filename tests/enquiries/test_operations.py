import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.enquiries.events import EnquiryEvent
from almoner.enquiries.models import Answer, Enquiry
from almoner.enquiries.operations import (
    answer_enquiry,
    close_enquiry,
    pass_enquiry_on,
    receive_enquiry,
    reopen_enquiry,
    take_enquiry,
)
from almoner.enquiries.states import EnquiryState, Outcome
from almoner.enquiries.subjects import Subject
from almoner.outbox.models import Message
from tests.crowd import at_once
from tests.factories import NOON, EnquiryFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
SAID = {
    "subject": Subject.PAYMENT,
    "about": "/registers/spend/PAY-7QX2MHW4PC/",
    "message": "The amount should be 80, says Zephyrine.",
    "name": "Sam Reader",
    "email": "sam.reader@example.test",
    "wants_answer": True,
    "sent_with": "a" * 64,
}


@pytest.fixture
def officer():
    return official(Role.FINANCE)


def came(**said):
    return receive_enquiry(Enquiry(**{**SAID, **said}), at=NOON)


def test_receive_enquiry_puts_it_into_its_queue_with_a_day_to_answer_by():
    enquiry = came()

    assert (enquiry.state, enquiry.received_at) == (EnquiryState.WAITING, NOON)
    assert enquiry.due_on == date(2026, 3, 18)  # ten working days after Wednesday 4 March
    line = Event.objects.get(kind=EnquiryEvent.RECEIVED)
    assert (line.actor, line.about) == ("system:public", f"enquiries.enquiry:{enquiry}")
    facts = {"subject": "payment", "urgency": "ordinary", "due_on": "2026-03-18"}
    assert line.facts == facts


def test_the_days_to_answer_in_are_a_setting(settings):
    settings.ENQUIRY_DAYS = 1

    assert came().due_on == date(2026, 3, 5)


def test_no_line_of_the_ledger_says_who_wrote_or_what(officer):
    enquiry = came()
    answer_enquiry(enquiry, text="It is 80 now.", by=officer, at=NOON)
    close_enquiry(enquiry, outcome=Outcome.CORRECTED, by=officer, at=NOON)

    told = json.dumps([[e.about, e.actor, e.facts] for e in Event.objects.all()])
    for word in ("Sam", "Reader", "example.test", "Zephyrine", "PAY-7QX2MHW4PC", "is 80"):
        assert word not in told


def test_an_acknowledgement_repeats_nothing_but_the_reference():
    enquiry = came()

    letter = Message.objects.get()
    assert (letter.address, letter.to_actor) == ("sam.reader@example.test", "")
    assert str(enquiry) in letter.body
    assert "18 March 2026" in letter.body
    for word in ("Zephyrine", "PAY-", "Sam", "payment"):
        assert word not in f"{letter.subject}{letter.body}"


def test_whoever_leaves_no_address_gets_no_letter():
    came(email="", wants_answer=False)

    assert not Message.objects.exists()


def test_a_form_that_is_sent_twice_is_received_once():
    assert came() == came()

    assert Enquiry.objects.count() == Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_many_times_at_once_is_received_once():
    found = at_once(4, lambda _n: came())

    assert len({enquiry.pk for enquiry in found}) == Enquiry.objects.count() == 1


def test_danger_is_told_at_once_to_whoever_can_stop_a_publication():
    told = [official(Role.APPROVER), official(Role.PUBLISHER)]
    official(Role.FINANCE)

    enquiry = came(is_danger=True, email="", wants_answer=False)

    letters = Message.objects.order_by("pk")
    assert [letter.to_actor for letter in letters] == [person.actor for person in told]
    assert f"/workspace/enquiries/{enquiry}/" in letters[0].body
    assert "Zephyrine" not in letters[0].body


def test_take_enquiry_names_who_works_on_it(officer):
    enquiry = EnquiryFactory()

    take_enquiry(enquiry, by=officer, at=NOON)

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.taken_by) == (EnquiryState.TAKEN, officer)


def test_pass_enquiry_on_leaves_it_waiting_in_the_other_queue(officer):
    enquiry = EnquiryFactory(state=EnquiryState.TAKEN, taken_by=officer)

    to = {"subject": Subject.AGREEMENT, "is_danger": False}
    pass_enquiry_on(enquiry, **to, by=officer, at=NOON)

    enquiry.refresh_from_db()
    assert (enquiry.subject, enquiry.state, enquiry.taken_by) == ("agreement", "waiting", None)
    with pytest.raises(PermissionDenied):
        take_enquiry(enquiry, by=officer, at=NOON)


def test_danger_that_an_official_sees_is_told_at_once_too(officer):
    approver, enquiry = official(Role.APPROVER), EnquiryFactory()

    to = {"subject": Subject.PAYMENT, "is_danger": True}
    pass_enquiry_on(enquiry, **to, by=officer, at=NOON)

    assert Message.objects.get().to_actor == approver.actor


def test_answer_enquiry_writes_to_them_and_keeps_what_was_written(officer):
    enquiry = EnquiryFactory()

    answer = answer_enquiry(enquiry, text="It is 80 now.", by=officer, at=NOON)

    letter = Message.objects.get(reference=answer.message)
    assert (letter.address, letter.queued_by) == (enquiry.email, officer.actor)
    assert letter.body.startswith("Dear Sam Reader,\n\nIt is 80 now.\n")
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.taken_by) == (EnquiryState.TAKEN, officer)


@pytest.mark.parametrize(
    ("said", "text", "error"),
    [
        ({}, " ", ValidationError),
        ({"email": ""}, "Words", PermissionDenied),
        ({"is_danger": True}, "Words", PermissionDenied),
    ],
)
def test_what_cannot_be_answered_is_not(officer, said, text, error):
    with pytest.raises(error):
        answer_enquiry(EnquiryFactory(**said), text=text, by=officer, at=NOON)

    assert not Answer.objects.exists()


def test_close_enquiry_says_how_it_ended(officer):
    enquiry = EnquiryFactory(state=EnquiryState.TAKEN, taken_by=officer)

    close_enquiry(enquiry, outcome=Outcome.CORRECTED, by=officer, at=NOON)

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.outcome) == (EnquiryState.CLOSED, Outcome.CORRECTED)
    assert (enquiry.closed_at, enquiry.is_open) == (NOON, False)


def test_what_nobody_has_taken_is_not_closed(officer):
    with pytest.raises(IllegalTransition):
        close_enquiry(EnquiryFactory(), outcome=Outcome.NO_CHANGE, by=officer, at=NOON)


def test_what_is_closed_is_only_opened_again(officer):
    enquiry = closed()
    for act in (
        lambda: take_enquiry(enquiry, by=officer, at=NOON),
        lambda: answer_enquiry(enquiry, text="Late", by=officer, at=NOON),
        lambda: pass_enquiry_on(
            enquiry, subject=Subject.PAYMENT, is_danger=False, by=officer, at=NOON
        ),
    ):
        with pytest.raises(IllegalTransition):
            act()


def closed():
    return EnquiryFactory(state=EnquiryState.CLOSED, outcome=Outcome.NO_CHANGE, closed_at=NOON)


def test_reopen_enquiry_gives_it_as_many_days_again(officer):
    enquiry, later = closed(), datetime(2026, 4, 1, 12, tzinfo=UTC)

    reopen_enquiry(enquiry, by=officer, at=later)

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.outcome, enquiry.closed_at) == (EnquiryState.WAITING, "", None)
    assert enquiry.due_on == date(2026, 4, 17)  # Good Friday and Easter Monday do not count
    with pytest.raises(IllegalTransition):
        reopen_enquiry(enquiry, by=officer, at=later + timedelta(days=1))


@pytest.mark.parametrize(
    "change", [{"message": "Other"}, {"email": "else@example.test"}, {"about": "/"}]
)
def test_the_database_refuses_to_change_what_somebody_wrote(change):
    enquiry = EnquiryFactory()

    with arranging(), pytest.raises(DatabaseError), transaction.atomic():
        Enquiry.objects.filter(pk=enquiry.pk).update(**change)
