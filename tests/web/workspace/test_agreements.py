import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
import time_machine

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.agreements.managed import stewardships_on
from almoner.agreements.states import AgreementKind
from almoner.core.models import Event
from almoner.payments.states import MatchState
from tests.factories import (
    DAY,
    LONG_AGO,
    NOON,
    BatchFactory,
    MatchFactory,
    PaymentFactory,
    StewardshipFactory,
    TermsFactory,
    UserFactory,
    VersionFactory,
    WithholdingFactory,
    official,
)
from tests.web.public.published import body_of, queries_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST, CSV, GIVE = (f"/workspace/agreements/{page}" for page in ("", "list.csv", "give/"))
YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def hugo(client):
    return signed_in(client, Role.AGREEMENT_MANAGER, name="Hugo Tansley")


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return body_of(response)


def titled(title, **said):
    return VersionFactory(said={"reference": "C-7", "title": title}, **said)


def page_of(version):
    return f"{LIST}{version.agreement}/"


def test_the_list_shows_both_registers_and_what_they_come_to(client, hugo):
    titled("Night shelter", amount=Decimal(1000))
    titled("Mentors", agreement__kind=AgreementKind.GRANT, amount=Decimal(500))
    titled("Unknown", amount=None)

    page = read(client, LIST)

    assert "<strong>3</strong> agreements, <strong>£1,500.00</strong>" in page
    assert "1 of them states no value" in page
    assert "Night shelter" in page
    assert "Mentors" in page


def test_the_address_narrows_and_sorts_the_list(client, hugo):
    titled("Cheap", amount=Decimal(10))
    titled("Dear", amount=Decimal(900_000))

    page = read(client, f"{LIST}?value=500k")
    sorted_page = read(client, f"{LIST}?sort=value")

    assert "Dear" in page
    assert "Cheap" not in page
    assert sorted_page.index("Cheap") < sorted_page.index("Dear")


def test_whose_it_is_narrows_to_mine_nobodys_anybodys_or_one_persons(client, hugo):
    mine, other, free = titled("Mine"), titled("Other"), titled("Free")
    StewardshipFactory(agreement=mine.agreement, manager=hugo)
    owen = StewardshipFactory(agreement=other.agreement).manager

    def shown(whose):
        page = read(client, f"{LIST}?whose={whose}")
        return {one.said["title"] for one in (mine, other, free) if one.said["title"] + "<" in page}

    assert shown("mine") == {"Mine"}
    assert shown("nobody") == {"Free"}
    assert shown("somebody") == {"Mine", "Other"}
    assert shown(owen) == {"Other"}


def test_nothing_found_and_nothing_known_are_said(client, hugo):
    assert "No agreement is known yet" in read(client, LIST)

    titled("Night shelter")

    assert "No agreement answers to all of that" in read(client, f"{LIST}?kind=grant")


def test_a_day_to_come_is_refused_with_a_way_out(client, hugo):
    titled("Night shelter")

    page = read(client, f"{LIST}?on_day=5&on_month=3&on_year=2026")

    assert "That day is yet to come" in page


def test_the_list_is_as_at_a_day_or_as_now_known(client, hugo):
    version = titled("Known late")
    batch = BatchFactory(
        kind="contracts", known_from=LONG_AGO.date(), recorded_at=NOON - timedelta(hours=1)
    )
    titled("Known now", agreement=version.agreement, batch=batch)
    day = f"on_day={YESTERDAY.day}&on_month={YESTERDAY.month}&on_year={YESTERDAY.year}"

    then, now = read(client, f"{LIST}?{day}"), read(client, f"{LIST}?{day}&known=now")

    assert ("Known late" in then, "Known now" in then) == (True, False)
    assert ("Known late" in now, "Known now" in now) == (False, True)


def test_the_list_asks_as_much_of_the_database_for_many_as_for_one(client, hugo):
    StewardshipFactory()
    read(client, LIST)
    few = queries_of(client, LIST)

    for stewardship in StewardshipFactory.create_batch(5):
        TermsFactory(agreement=stewardship.agreement)

    assert queries_of(client, LIST) == few


def test_what_is_withheld_is_marked_and_can_be_left_out(client, hugo):
    hidden = titled("A refuge")
    titled("A shelter")
    WithholdingFactory(organisation=hidden.organisation)

    assert read(client, LIST).count('govuk-tag--red">Withheld<') == 1
    assert "A refuge" not in read(client, f"{LIST}?publicity=public")
    assert "A shelter" not in read(client, f"{LIST}?publicity=withheld")


def rows_of(client, address):
    response = client.get(address)
    text = b"".join(response.streaming_content).decode()
    return response, list(csv.DictReader(StringIO(text)))


def test_the_download_is_exactly_what_is_shown_and_no_spreadsheet_runs_it(client, hugo):
    first = titled("=1+1", amount=Decimal(900_000), current_end_on=DAY)
    StewardshipFactory(agreement=first.agreement, manager=hugo)
    TermsFactory(agreement=first.agreement, ends_on=DAY + timedelta(days=5), notice_months=1)
    titled("Cheap", amount=Decimal(10))
    WithholdingFactory(organisation=first.organisation)

    response, rows = rows_of(client, f"{CSV}?value=500k")

    assert "not-for-publication" in response["Content-Disposition"]
    (row,) = rows
    assert row["Title"] == "'=1+1"
    assert (row["Ends"], row["Ends, as the register says"]) == ("2026-03-09", "2026-03-04")
    assert row["Last day to give notice"] == "2026-02-09"
    assert (row["Managed by"], row["Withheld from the public"]) == ("Hugo Tansley", "yes")


def test_the_download_has_every_row_and_says_who_has_left(client, hugo):
    left = StewardshipFactory(manager=UserFactory(name="Gwen Ash"))
    titled("Free")

    _response, rows = rows_of(client, CSV)

    managers = {row["Agreement"]: row["Managed by"] for row in rows}
    assert managers[str(left.agreement)] == "Gwen Ash, who no longer holds the role"
    assert len(rows) == 2


def test_a_download_that_asks_for_nonsense_leads_to_the_page_that_says_so(client, hugo):
    response = client.get(f"{CSV}?kind=dragons")

    assert response["Location"] == f"{LIST}?kind=dragons"


def test_one_agreement_says_every_fact_and_what_is_not_recorded(client, hugo):
    version = titled("Night shelter", starts_on=DAY, amount=Decimal("1234.50"))

    page = read(client, page_of(version))

    said = ("Night shelter", "£1,234.50", "4 March 2026", "Not recorded", "CPV code", "Adopt it")
    for words in said:
        assert words in page
    assert "Nobody manages it" in page


def test_one_agreement_says_where_it_came_from_and_what_changed(client, hugo):
    version = titled("Night shelter")
    batch = BatchFactory(kind="contracts", recorded_at=NOON)
    titled("Winter shelter", agreement=version.agreement, batch=batch, row_number=31)

    page = read(client, page_of(version))

    assert page.index("Winter shelter") < page.index("Night shelter")
    assert "row 31" in page
    assert "It was first read in." in page


def test_where_the_register_and_the_manager_differ_the_page_says_so(client, hugo):
    version = titled("Night shelter", current_end_on=DAY)
    StewardshipFactory(agreement=version.agreement, manager=hugo)
    TermsFactory(
        agreement=version.agreement,
        ends_on=DAY + timedelta(days=1),
        recorded_at=LONG_AGO - timedelta(days=1),
    )

    page = read(client, page_of(version))

    assert "The register says 4 March 2026." in page
    assert "5 March 2026" in page
    assert "The register has changed since these days were set" in page


def test_payments_stand_beside_the_value_and_proposals_lead_to_the_queue(client, hugo):
    version = titled("Night shelter", amount=Decimal(1000))
    paid = PaymentFactory(amount=Decimal(250))
    MatchFactory(payment=paid, agreement=version.agreement, state=MatchState.CONFIRMED)
    proposed = MatchFactory(agreement=version.agreement).payment

    page = read(client, page_of(version))

    assert "£250.00 (25% of the value)" in page
    assert f"/workspace/matches/{proposed}/" in page


def test_who_does_not_decide_on_matches_is_not_led_to_them(client):
    signed_in(client, Role.COMMISSIONING_OFFICER)
    match = MatchFactory()

    assert "/workspace/matches/" not in read(client, f"{LIST}{match.agreement}/")


def test_a_withheld_agreement_warns_and_that_it_was_read_is_noted(client, hugo):
    version = titled("A refuge")
    WithholdingFactory(organisation=version.organisation)

    page = read(client, page_of(version))

    assert "The public must not learn of this agreement" in page
    entry = AccessEntry.objects.get(about=f"agreements.agreement:{version.agreement}")
    assert entry.who == hugo.actor


def test_a_past_day_shows_what_was_said_and_who_managed_it_then(client, hugo):
    version = titled("Night shelter")
    StewardshipFactory(agreement=version.agreement, manager=hugo, valid_from=DAY, recorded_at=NOON)
    late = BatchFactory(kind="contracts", recorded_at=NOON)
    titled("Winter shelter", agreement=version.agreement, batch=late)

    page = read(client, f"{page_of(version)}?on_day=3&on_month=3&on_year=2026")

    assert "As at 3 March 2026, by what was known then." in page
    assert "Winter shelter" not in page
    assert "Nobody manages it" in page
    assert "Hand it over" not in page


def test_before_it_was_known_there_is_no_page(client, hugo):
    version = titled("Night shelter")

    read(client, f"{page_of(version)}?on_day=1&on_month=1&on_year=2020", status=404)
    read(client, f"{LIST}AGR-222222222222/", status=404)


def test_one_agreement_asks_as_much_of_the_database_for_many_versions_as_for_two(client, hugo):
    version = titled("One")
    titled("Two", agreement=version.agreement, batch=BatchFactory(recorded_at=NOON))
    read(client, page_of(version))
    few = queries_of(client, page_of(version))

    for n in range(4):
        titled(f"Again {n}", agreement=version.agreement, batch=BatchFactory(recorded_at=NOON))

    assert queries_of(client, page_of(version)) == few


def seen_on(client, address):
    page = read(client, address)
    return page.split('name="seen" value="')[1].split('"')[0]


def test_a_publisher_gives_a_whole_list_to_one_manager(client):
    signed_in(client, Role.PUBLISHER)
    owen = official(Role.AGREEMENT_MANAGER, name="Owen Brack")
    titled("Free")
    StewardshipFactory()

    said = {"manager": str(owen), "seen": seen_on(client, GIVE)}
    response = client.post(GIVE, said, follow=True)

    assert "Owen Brack manages 2 more agreements." in body_of(response)
    assert {one.manager for one in stewardships_on(DAY)} == {owen}


def test_a_manager_takes_what_nobody_has_and_leaves_what_others_have(client, hugo):
    titled("Free")
    other = StewardshipFactory().agreement
    StewardshipFactory(manager=UserFactory())

    page = read(client, GIVE)
    client.post(GIVE, {"manager": str(hugo), "seen": seen_on(client, GIVE)})

    assert "1 more that another manager has is left out" in page
    assert "Give all 2 agreements" in page
    kept = stewardships_on(DAY).exclude(manager=hugo)
    assert [one.agreement for one in kept] == [other]


def test_a_list_that_changed_meanwhile_is_shown_again(client, hugo):
    titled("Free")
    seen = seen_on(client, GIVE)
    titled("Another")

    page = body_of(client.post(GIVE, {"manager": str(hugo), "seen": seen}))

    assert "has changed. Look at it again." in page
    assert not Event.objects.exists()


def test_a_manager_names_nobody_but_themself(client, hugo):
    titled("Free")
    owen = official(Role.AGREEMENT_MANAGER)

    client.post(GIVE, {"manager": str(owen), "seen": seen_on(client, GIVE)})

    assert not stewardships_on(DAY).exists()


def test_of_nothing_and_of_a_past_day_nothing_is_given(client, hugo):
    assert "There is nothing to give" in read(client, GIVE)

    past = "?on_day=3&on_month=3&on_year=2026"
    assert client.get(GIVE + past)["Location"] == LIST + past


def test_more_than_can_be_looked_at_is_not_given(client, hugo, monkeypatch):
    monkeypatch.setattr("almoner.web.workspace.agreement_pages.MOST_AT_ONCE", 1)
    VersionFactory.create_batch(2)

    page = read(client, GIVE)
    client.post(GIVE, {"manager": str(hugo), "seen": "any"})

    assert "That is too many at once" in page
    assert not Event.objects.exists()
