"""The public check of a certificate, and the calendar that is fetched by a private link."""

from datetime import timedelta

import pytest
import time_machine

from almoner.academy.operations import name_on_certificate, renew_calendar_link, revoke_certificate
from almoner.accounts.roles import Role
from almoner.web.training_calendars import feed_address
from tests.academy.factories import BookingFactory, CertificateFactory, academy_lead
from tests.factories import DAY, NOON, official
from tests.web.public.published import body_of

pytestmark = pytest.mark.django_db
HOLDER = "Wilhelmina Thistlewood"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def checked(client, certificate):
    return body_of(client.get(f"/certificates/{certificate}/"))


def test_the_check_tells_whether_it_holds_and_not_whose_it_is(client):
    person = official(Role.FINANCE, name=HOLDER)
    held = CertificateFactory(person=person)
    expired = CertificateFactory(person=person, expires_on=DAY - timedelta(days=1))
    revoked = CertificateFactory(person=person)
    revoke_certificate(revoked, words="It was another’s.", by=academy_lead(), at=NOON)

    for certificate, word in ((held, "Valid"), (expired, "Expired"), (revoked, "Revoked")):
        page = checked(client, certificate)
        assert word in page
        assert "Commissioning, from need to agreement" in page
        for told in ("Wilhelmina", "Thistlewood", person.reference, "another’s", person.email):
            assert told not in page


def test_the_name_is_told_only_while_its_holder_wants_that(client):
    person = official(Role.FINANCE, name=HOLDER)
    certificate = CertificateFactory(person=person)

    name_on_certificate(certificate, is_named=True, by=person, at=NOON)
    assert HOLDER in checked(client, certificate)
    name_on_certificate(certificate, is_named=False, by=person, at=NOON)
    assert HOLDER not in checked(client, certificate)


def test_the_check_stands_in_no_search_engine_and_knows_no_other_number(client):
    certificate = CertificateFactory(person=official(Role.FINANCE))

    answer = client.get(f"/certificates/{certificate}/")
    unknown = client.get("/certificates/CRT-22222222222222/")

    for one in (answer, unknown):
        assert one.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in one.headers["Cache-Control"]
    assert unknown.status_code == 404


def test_whoever_tries_many_numbers_is_stopped(client):
    found = {client.get("/certificates/CRT-2/").status_code for _turn in range(30)}

    assert found == {404}
    assert client.get("/certificates/CRT-2/").status_code == 429


def test_a_calendar_fetches_ones_workshops_until_another_link_is_made(client):
    booking = BookingFactory()
    path = feed_address(renew_calendar_link(by=booking.person, at=NOON)).partition("//")[2]
    path = path[path.index("/") :]
    BookingFactory()

    found = client.get(path)
    assert found.content.decode().count("BEGIN:VEVENT") == 1
    assert f"UID:{booking.workshop}@" in found.content.decode()
    renew_calendar_link(by=booking.person, at=NOON)
    assert client.get(path).status_code == 404
    assert client.get("/training-calendar/no-such.ics").status_code == 404
