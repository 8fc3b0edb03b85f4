from datetime import date, timedelta

import pytest
import time_machine

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.accounts.states import AccessOutcome
from almoner.agreements.managed import contact_of, notes_on, stewardship_of, terms_on
from almoner.agreements.models import ProviderContact
from tests.factories import (
    DAY,
    NOON,
    ProviderContactFactory,
    StewardshipFactory,
    TermsFactory,
    UserFactory,
    VersionFactory,
    WithholdingFactory,
    official,
)
from tests.web.public.published import body_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def hugo(client):
    return signed_in(client, Role.AGREEMENT_MANAGER, name="Hugo Tansley")


@pytest.fixture
def mine(hugo):
    return StewardshipFactory(manager=hugo).agreement


def page_of(agreement, verb=""):
    return f"/workspace/agreements/{agreement}/{verb}"


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return body_of(response)


def day(name, said):
    return {f"{name}_day": said.day, f"{name}_month": said.month, f"{name}_year": said.year}


def test_a_manager_adopts_and_is_asked_for_the_days_next(client, hugo):
    agreement = VersionFactory().agreement
    assert "Hugo Tansley" in read(client, page_of(agreement, "adopt/"))

    response = client.post(page_of(agreement, "adopt/"), {"manager": str(hugo)})

    assert response["Location"] == page_of(agreement, "days/")
    assert stewardship_of(agreement, on=DAY).manager == hugo


def test_an_approver_names_a_manager_and_is_led_back(client):
    signed_in(client, Role.APPROVER)
    owen, agreement = official(Role.AGREEMENT_MANAGER), VersionFactory().agreement

    response = client.post(page_of(agreement, "adopt/"), {"manager": str(owen)})

    assert response["Location"] == page_of(agreement)


def test_nobody_adopts_for_a_stranger_and_the_form_says_so(client, hugo):
    agreement = VersionFactory().agreement

    page = body_of(client.post(page_of(agreement, "adopt/"), {"manager": str(UserFactory())}))

    assert "Error:" in page
    assert stewardship_of(agreement, on=DAY) is None


def test_what_is_managed_is_not_adopted_and_what_is_not_has_no_days(client, hugo, mine):
    read(client, page_of(mine, "adopt/"), status=409)
    free = VersionFactory().agreement
    for verb in ("days/", "hand-over/", "release/", "contact/"):
        read(client, page_of(free, verb), status=409)


def test_a_manager_hands_over_to_any_other(client, hugo, mine):
    owen = official(Role.AGREEMENT_MANAGER, name="Owen Brack")
    page = read(client, page_of(mine, "hand-over/"))

    response = client.post(page_of(mine, "hand-over/"), {"manager": str(owen)}, follow=True)

    assert f'value="{owen}"' in page
    assert f'value="{hugo}"' not in page
    assert "Owen Brack manages it from today." in body_of(response)


def test_where_there_is_nobody_to_hand_over_to_the_page_says_so(client, hugo, mine):
    assert "There is nobody to hand it to" in read(client, page_of(mine, "hand-over/"))


def test_a_manager_takes_over_what_one_who_left_managed(client, hugo):
    left = StewardshipFactory(manager=UserFactory(name="Gwen Ash")).agreement
    assert "Nobody: Gwen Ash no longer holds the role" in read(client, page_of(left))

    client.post(page_of(left, "hand-over/"), {"manager": str(hugo)})

    assert stewardship_of(left, on=DAY).manager == hugo


def test_days_are_set_and_shown_with_who_set_them(client, hugo, mine):
    end = DAY + timedelta(days=200)
    said = day("ends_on", end) | day("review_on", DAY + timedelta(days=9)) | {"notice_months": 3}

    page = body_of(client.post(page_of(mine, "days/"), said, follow=True))

    assert "20 September 2026" in page
    assert "20 June 2026" in page
    assert "3 months before the end." in page
    assert "End: 20 September 2026. Notice: 3 months before the end." in page


def test_the_form_begins_with_the_days_that_were_set(client, hugo, mine):
    TermsFactory(agreement=mine, notice_on=date(2027, 1, 31))

    page = read(client, page_of(mine, "days/"))

    assert 'value="31"' in page
    assert 'value="2027"' in page


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (day("notice_on", DAY) | {"notice_months": 3}, "not both"),
        ({"notice_months": "many"}, "whole number"),
        ({"ends_on_day": "31", "ends_on_month": "2", "ends_on_year": "2027"}, "real date"),
    ],
)
def test_days_that_make_no_sense_are_named_and_not_set(client, hugo, mine, said, why):
    page = body_of(client.post(page_of(mine, "days/"), said))

    assert why in page
    assert "Error:" in page
    assert not terms_on(DAY).exists()


def test_releasing_asks_why_and_is_then_done(client, hugo, mine):
    assert "forgotten for good" in read(client, page_of(mine, "release/"))
    assert "Error:" in body_of(client.post(page_of(mine, "release/"), {"reason": ""}))

    page = body_of(client.post(page_of(mine, "release/"), {"reason": "It is over"}, follow=True))

    assert "Nobody manages it any more." in page
    assert "Released: It is over" in page


def test_whom_to_ring_is_shown_to_its_manager_and_the_reading_is_noted(client, hugo, mine):
    ProviderContactFactory(agreement=mine)

    page = read(client, page_of(mine, "contact/"))

    for words in ("Orla Penn", "orla.penn@refuge.example", "01632 960123"):
        assert words in page
    entry = AccessEntry.objects.get(about=f"agreements.providercontact:{mine}")
    assert (entry.who, entry.outcome) == (hugo.actor, AccessOutcome.ALLOWED)


@pytest.mark.parametrize("role", [Role.FINANCE, Role.PUBLISHER, Role.AUDITOR])
def test_nobody_else_reads_whom_to_ring_and_their_trying_is_noted(client, mine, role):
    ProviderContactFactory(agreement=mine)
    signed_in(client, role)

    read(client, page_of(mine, "contact/"), status=403)

    entry = AccessEntry.objects.get(about=f"agreements.providercontact:{mine}")
    assert entry.outcome == AccessOutcome.REFUSED


def test_whom_to_ring_stands_on_no_other_page(client, mine):
    ProviderContactFactory(agreement=mine)
    WithholdingFactory(organisation=mine.versions.get().organisation)
    addresses = [
        page_of(mine),
        "/workspace/agreements/",
        "/workspace/agreements/list.csv",
        "/workspace/agreements/diary/",
        "/workspace/agreements/diary/days.csv",
        "/workspace/agreements/diary/days.ics",
        "/workspace/agreements/give/",
        "/workspace/search/?q=Orla",
        "/",
    ]
    for address in addresses:
        response = client.get(address)
        said = b"".join(response.streaming_content) if response.streaming else response.content
        for secret in (b"Orla Penn", b"refuge.example", b"960123"):
            assert secret not in said, address


def test_a_contact_is_kept_and_then_forgotten_for_good(client, hugo, mine):
    said = {"name": "Orla Penn", "email": "orla@refuge.example", "telephone": ""}
    client.post(page_of(mine, "contact/change/"), said)
    assert contact_of(mine, on=DAY).name == "Orla Penn"
    assert "cannot be undone" in read(client, page_of(mine, "contact/forget/"))

    client.post(page_of(mine, "contact/forget/"))

    assert set(ProviderContact.objects.values_list("name", "email")) == {("", "")}
    page = read(client, page_of(mine, "contact/"))
    assert "Nobody is kept to ring" in page
    assert "since forgotten" in page


def test_a_contact_without_a_name_or_with_no_address_is_named(client, hugo, mine):
    page = body_of(client.post(page_of(mine, "contact/change/"), {"name": "", "email": "no"}))

    assert "Error:" in page
    assert not ProviderContact.objects.exists()


def test_a_note_is_written_and_stands_on_the_page(client):
    signed_in(client, Role.FINANCE, name="Etta Quaye")
    agreement = VersionFactory().agreement

    page = body_of(
        client.post(page_of(agreement, "notes/"), {"text": "They asked\nfor more"}, follow=True)
    )

    assert "The note is written." in page
    assert "They asked\nfor more" in page
    assert "Etta Quaye, 4 March 2026" in page


def test_a_note_that_says_nothing_is_asked_for_again(client, hugo, mine):
    page = body_of(client.post(page_of(mine, "notes/"), {"text": ""}))

    assert "Error:" in page
    assert not notes_on(mine).exists()


def test_the_auditor_reads_and_changes_nothing(client, mine):
    signed_in(client, Role.AUDITOR)

    page = read(client, page_of(mine))

    for act in ("Set its days", "Hand it over", "Release it", "Write the note", "Adopt it"):
        assert act not in page
