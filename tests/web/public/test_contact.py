import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from almoner.enquiries.models import Enquiry
from almoner.enquiries.subjects import Subject
from almoner.outbox.models import Message
from tests.factories import NOON
from tests.web.public.published import body_of, read
from tests.web.public.refuge import answer, plant, taken_down

pytestmark = pytest.mark.django_db
CONTACT = "/about/contact/"
PAYMENT = "/registers/spend/PAY-7QX2MHW4PC/"
SAID = {"subject": "payment", "message": "It should be 80", "about": "", "website": ""}
STAMP = re.compile(r'name="stamp" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _counted_afresh():
    cache.clear()


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def filled_in(client, clock):
    """What somebody sends a minute after they opened the form."""

    def fill_in(address=CONTACT, **said):
        stamp = STAMP.search(read(client, address))[1]
        clock.shift(timedelta(minutes=1))
        return {**SAID, "stamp": stamp, **said}

    return fill_in


def test_what_is_sent_comes_to_its_queue_and_the_sender_is_told_its_reference(client, filled_in):
    answer = client.post(CONTACT, filled_in(email="sam@example.test", wants_answer="on"))

    enquiry = Enquiry.objects.get()
    assert (enquiry.subject, enquiry.message) == (Subject.PAYMENT, "It should be 80")
    assert Message.objects.get().address == "sam@example.test"
    page = read(client, answer["Location"])
    assert str(enquiry) in page
    assert "sam@example.test" not in page


def test_nobody_reads_a_reference_that_was_not_given_to_them(client):
    assert "Write to us" in read(client, f"{CONTACT}?sent=ENQ-2222222222")


def test_no_address_and_no_name_are_needed(client, filled_in):
    client.post(CONTACT, filled_in())

    assert (Enquiry.objects.get().name, Message.objects.count()) == ("", 0)


def test_danger_can_be_said_and_the_page_says_what_to_do_in_an_emergency(client, filled_in):
    said = filled_in(is_danger="on")
    assert "call 999" in read(client, CONTACT)

    client.post(CONTACT, said)

    assert Enquiry.objects.get().is_danger


def test_a_page_that_is_written_about_is_said_in_words_and_kept(client, filled_in):
    page = read(client, f"{CONTACT}?about={PAYMENT}")
    assert f'<a href="{PAYMENT}">Payments: PAY-7QX2MHW4PC</a>' in page
    assert re.search(r'value="payment"[^>]*checked', page)

    client.post(CONTACT, filled_in(about=PAYMENT))

    assert Enquiry.objects.get().about == PAYMENT


@pytest.mark.parametrize(
    "about", ["https://elsewhere.test/", "/workspace/people/", "//e.test/", "/x/", "javascript:x/"]
)
def test_nothing_but_a_public_page_is_taken_for_one(client, filled_in, about):
    assert "You are writing about" not in read(client, f"{CONTACT}?about={about}")

    client.post(CONTACT, filled_in(about=about))

    assert Enquiry.objects.get().about == ""


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"message": ""}, "Enter your message."),
        ({"message": "a" * 4001}, "at most 4000 characters"),
        ({"subject": ""}, "Choose what you are writing about."),
        ({"wants_answer": "on"}, "Enter your e-mail address, so that we can answer you."),
        ({"email": "sam at home"}, "Enter an e-mail address like name@example.org."),
        ({"website": "https://spam.test"}, "Your message was not sent yet."),
        ({"stamp": "forged"}, "This form was open for too long."),
        ({"stamp": ""}, "This form was open for too long."),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_stays(client, filled_in, change, why):
    sent = filled_in(name="Sam Reader", **change)

    page = body_of(client.post(CONTACT, sent))

    assert "<title>Error: " in " ".join(page.split())
    assert why in page
    assert 'value="Sam Reader"' in page
    assert sent["message"][:100] in page
    assert "spam.test" not in page
    assert not Enquiry.objects.exists()


def test_what_is_sent_in_no_time_is_asked_for_again_and_then_taken(client, clock):
    said = {**SAID, "stamp": STAMP.search(read(client, CONTACT))[1]}

    page = body_of(client.post(CONTACT, said))

    assert "That was very quick" in page
    assert STAMP.search(page)[1] == said["stamp"]
    clock.shift(timedelta(seconds=5))
    client.post(CONTACT, said)
    assert Enquiry.objects.count() == 1


def test_a_form_left_open_for_a_day_gets_a_new_stamp(client, clock, filled_in):
    sent = filled_in()
    clock.shift(timedelta(days=1))

    page = body_of(client.post(CONTACT, sent))
    clock.shift(timedelta(minutes=1))
    client.post(CONTACT, {**sent, "stamp": STAMP.search(page)[1]})

    assert Enquiry.objects.count() == 1


def test_a_form_that_is_sent_twice_counts_once(client, filled_in):
    sent = filled_in()

    first, second = client.post(CONTACT, sent), client.post(CONTACT, sent)

    assert Enquiry.objects.count() == 1
    reference = str(Enquiry.objects.get())
    assert reference in read(client, first["Location"])
    assert reference in read(client, second["Location"])


def test_too_many_messages_from_one_network_wait_and_keep_what_was_typed(client, filled_in):
    for n in range(6):
        client.post(CONTACT, filled_in(message=f"Number {n}"))

    page = body_of(client.post(CONTACT, filled_in(message="Number 7")))

    assert "Too many messages came from your network" in page
    assert "Number 7" in page
    assert Enquiry.objects.count() == 6


def test_nobody_fills_anothers_letter_box(client, filled_in):
    for n in range(4):
        client.post(CONTACT, filled_in(email="Victim@example.test", message=f"Number {n}"))

    page = body_of(client.post(CONTACT, filled_in(email="victim@example.test")))

    assert "Many messages gave this address today" in page
    assert Message.objects.count() == 4


def test_the_form_is_kept_by_no_cache_and_an_account_is_not_needed(client):
    assert "no-store" in client.get(CONTACT)["Cache-Control"]


@pytest.mark.parametrize("address", ["/", "/registers/spend/?q=x", "/about/privacy/"])
def test_every_public_page_leads_to_the_form_with_its_own_address(client, spend, address):
    path = address.partition("?")[0]

    assert f'href="/about/contact/?about={path}"' in read(client, address)


def test_what_is_withheld_is_written_about_like_what_never_was(tmp_path, clock, monkeypatch):
    monkeypatch.setattr("almoner.web.forms.enquiries.fresh_stamp", lambda: "a stamp")
    refuge = plant(tmp_path)
    taken_down(organisation=refuge)

    asked = f"{CONTACT}?about=/organisations/{{}}/"
    status, page, queries = answer(asked, str(refuge))
    never = answer(asked, "ORG-2222222222")

    without_token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert (status, queries) == (never[0], never[2])
    assert without_token.sub("", page) == without_token.sub("", never[1])
