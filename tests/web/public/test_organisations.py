import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from almoner.agreements.states import AgreementKind
from almoner.organisations.models import Organisation
from tests.factories import OrganisationFactory, VersionFactory
from tests.web.public.published import payments_in, publish, queries_of, read

pytestmark = pytest.mark.django_db
LIST = "/organisations/"
GRANT = AgreementKind.GRANT
ROWS = [f"Supplier {n},2026-02-{n + 1:02},{n}.50,Grants,Row {n}" for n in range(9)]


def names_in(page):
    return [cell.split(">")[1].split("<")[0] for cell in page.split('<th scope="row"><a ')[1:]]


def test_the_list_shows_who_was_paid_the_most_paid_first(client, spend):
    page = read(client, LIST)

    assert names_in(page) == ["Harbour Trust", "Quay &amp; Sons"]
    assert "£1,350.49" in page


def test_the_list_is_searched_by_name(client, spend):
    assert names_in(read(client, f"{LIST}?q=QUAY+and")) == ["Quay &amp; Sons"]


def test_the_list_says_when_no_name_matches(client, spend):
    page = read(client, f"{LIST}?q=submarine")

    assert "No organisation of that name was paid" in page
    # It may be in a register of agreements, and not have been paid.
    assert 'href="/search/?q=submarine"' in page


def test_the_list_names_a_mistake(client, spend):
    assert 'href="#filter_q"' in read(client, f"{LIST}?q=%00")


def test_the_list_is_honest_when_nothing_is_published(client):
    assert "Nothing has been published yet" in read(client, LIST)


def test_the_list_is_paged(client, tmp_path):
    publish(tmp_path, [f"Supplier {n},2026-02-01,{n}.50,Grants,Row" for n in range(60)])

    assert len(names_in(read(client, f"{LIST}?page=2"))) == 10


def test_the_list_asks_as_much_of_the_database_for_many_rows_as_for_one(client, tmp_path):
    publish(tmp_path, ROWS[:1], name="one.csv")
    few = queries_of(client, LIST)

    publish(tmp_path, ROWS[1:], name="many.csv")

    assert queries_of(client, LIST) == few <= 12


def test_an_organisation_shows_all_it_received_by_year_and_its_latest_payments(client, spend):
    harbour = Organisation.objects.get(name="Harbour Trust")

    page = read(client, f"{LIST}{harbour}/")

    assert "£1,350.49, in 2 payments" in page
    assert "2024-25: £99.99" in page
    assert "2025-26: £1,250.50" in page
    assert len(payments_in(page)) == 2
    assert f"/registers/spend/?organisation={harbour}" in page
    assert "Quay" not in page


def test_an_organisation_asks_as_much_of_the_database_for_many_payments_as_for_one(
    client, tmp_path
):
    publish(tmp_path, ["Quay,2026-02-01,1.00,Grants,One"], name="one.csv")
    address = f"{LIST}{Organisation.objects.get()}/"
    few = queries_of(client, address)

    publish(tmp_path, [f"Quay,2026-02-0{n},1.00,Grants,Row" for n in range(2, 9)], name="many.csv")

    assert queries_of(client, address) == few <= 12


def test_an_organisation_that_was_never_paid_says_so(client):
    page = read(client, f"{LIST}{OrganisationFactory()}/")

    assert "No payment to it is published here" in page


def test_the_twins_of_an_organisation_hold_every_payment_to_it(client, spend):
    harbour = Organisation.objects.get(name="Harbour Trust")

    in_csv = list(csv.DictReader(io.StringIO(read(client, f"{LIST}{harbour}.csv"))))
    in_json = json.loads(read(client, f"{LIST}{harbour}.json"))

    assert [Decimal(row["amount"]) for row in in_csv] == [Decimal("99.99"), Decimal("1250.50")]
    assert (in_json["name"], in_json["count"], in_json["total"]) == ("Harbour Trust", 2, "1350.49")
    assert {row["organisation"] for row in in_json["rows"]} == {str(harbour)}


@pytest.mark.parametrize("end", ["/", ".csv", ".json"])
def test_there_is_no_page_of_an_organisation_that_is_not(client, spend, end):
    read(client, f"{LIST}ORG-NONE{end}", status=404)


def test_an_organisation_shows_grants_and_contracts_beside_its_payments_by_year(client, spend):
    harbour = Organisation.objects.get(name="Harbour Trust")
    theirs = {"organisation": harbour, "organisation_name": "Harbour Trust"}
    day = date(2025, 5, 1)
    VersionFactory(agreement__kind=GRANT, awarded_on=day, amount=Decimal(5000), **theirs)
    VersionFactory(agreement__kind=GRANT, awarded_on=day, amount=None, **theirs)
    VersionFactory(awarded_on=None, amount=Decimal(70), **theirs)
    VersionFactory(awarded_on=day, amount=Decimal(999))  # somebody else's

    page = " ".join(read(client, f"{LIST}{harbour}/").split())

    rows = page.split("<tbody>")[1].split("<tr>")[1:]
    latest, before, undated = [row.split("</tr>")[0] for row in rows[:3]]
    assert all(words in latest for words in ("2025-26", "£5,000.00 (2)", "1 without an amount"))
    assert "£1,250.50 (1)" in latest
    assert "2024-25" in before
    assert "£99.99 (1)" in before
    assert "no day recorded" in undated
    assert "£70.00 (1)" in undated
    assert f'href="/registers/grants/?recipient={harbour}"' in page
    assert titles(read(client, f"/registers/contracts/?recipient={harbour}")) == 1


def titles(page):
    return page.count('<th scope="row" class="words">')
