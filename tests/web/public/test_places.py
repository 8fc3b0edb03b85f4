import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from almoner.agreements.states import AgreementKind
from tests.factories import NOON, OrganisationFactory, VersionFactory, WithholdingFactory
from tests.web.public.published import queries_of, read

pytestmark = pytest.mark.django_db
LIST = "/places/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON, tick=False):
        yield


def made(area, pounds=100, *, kind=AgreementKind.GRANT, code="", on=date(2025, 5, 1), **version):
    said = {"title": f"For {area}", "area": area, "area_code": code}
    amount = None if pounds is None else Decimal(pounds)
    return VersionFactory(agreement__kind=kind, said=said, amount=amount, awarded_on=on, **version)


def words(client, address):
    return " ".join(read(client, address).split())


def ranked(client, asked=""):
    """Each place of the ranking, with what stands in its last column."""
    body = words(client, f"{LIST}{asked}").split("<tbody>")[1].split("</tbody>")[0]
    rows = body.split("<tr>")[1:]
    return [(row.split("</a>")[0].rpartition(">")[2], figure_of(row)) for row in rows]


def figure_of(row):
    return row.rpartition('<td class="numeric">')[2].split("</td>")[0].strip()


def test_places_are_ranked_by_what_is_for_them_and_their_spellings_come_together(client):
    made("Camden", 100)
    made("LB Camden", 50, kind=AgreementKind.CONTRACT)
    made("", 7, code="E09000007")
    made("Tarnside", 300)
    made("tarnside", None)

    assert ranked(client) == [
        ("Tarnside", '£300.00 (2)<br><span class="counted">1 without an amount</span>'),
        ("Camden", "£157.00 (3)"),
    ]


def test_what_names_several_places_counts_for_each_and_the_page_says_so(client):
    made("Camden; Islington", 100)
    made("Camden and Hackney", 10)

    assert ranked(client) == [
        ("Camden", "£110.00 (2)"),
        ("Islington", "£100.00 (1)"),
        ("Hackney", "£10.00 (1)"),
    ]
    assert "these sums overlap" in words(client, LIST)


def test_the_share_that_says_no_place_is_said(client):
    made("Camden")
    made("", 40)
    made(" ; ", 2)
    VersionFactory(said={}, amount=Decimal(1))

    page = words(client, LIST)

    assert "3 of 4 agreements (75%), £43.00 in all, say no place." in page


def test_places_are_narrowed_by_register_and_year(client):
    made("Camden", 100, on=date(2025, 4, 1))
    made("Camden", 10, on=date(2025, 3, 31))
    made("Camden", 1, kind=AgreementKind.CONTRACT, on=date(2025, 4, 1))
    made("Hackney", 5, kind=AgreementKind.CONTRACT, on=date(2024, 5, 1))

    assert ranked(client, "?register=grants") == [("Camden", "£110.00 (2)")]
    assert ranked(client, "?year=2025-26") == [("Camden", "£101.00 (2)")]
    assert ranked(client, "?register=contracts&year=2024-25") == [("Hackney", "£5.00 (1)")]
    assert "Nothing here answers" in words(client, f"{LIST}?year=2019-20")
    assert "/places/camden/?year=2025-26" in words(client, f"{LIST}?year=2025-26")


@pytest.mark.parametrize("asked", ["year=2025", "register=spend", "year=0000-01", "year=9999-00"])
def test_a_mistake_is_named(client, asked):
    assert "There is a problem" in words(client, f"{LIST}?{asked}")
    for end in ("csv", "json"):
        read(client, f"/places.{end}?{asked}", status=400)


def test_no_ranking_of_a_year_is_kept_since_an_address_may_name_thousands(client, settings):
    settings.KEPT_MB = 1
    made("Camden")
    whole, year = "/places.csv", "/places.csv?year=2019-20"
    asked = [queries_of(client, address) for address in (whole, whole, year, year)]

    assert asked[1] < asked[0]
    assert asked[2] == asked[3] > asked[1]


def test_the_ranking_is_honest_when_nothing_is_published_or_nothing_says_a_place(client):
    assert "No grant or contract has been published yet" in words(client, LIST)

    made("", 40)

    assert "No place is named" in words(client, LIST)
    assert "1 of 1 agreements (100%), £40.00, says no place." in words(client, LIST)


def test_the_twins_hold_the_whole_ranking(client):
    made("LB Camden; Islington", 100)
    made("Camden", None, kind=AgreementKind.CONTRACT)
    made("", 4)

    in_csv = list(csv.DictReader(io.StringIO(read(client, "/places.csv"))))
    in_json = json.loads(read(client, "/places.json?register=grants"))

    assert list(in_csv[0].values()) == [
        "Camden", "E09000007", "camden", "1", "100.00", "0", "1", "0.00", "1",
    ]  # fmt: skip
    assert [row["place"] for row in in_json["rows"]] == ["Camden", "Islington"]
    assert (in_json["agreements"], in_json["without_place"]) == (2, 1)
    assert in_json["without_place_amount"] == "4.00"


def test_a_place_shows_its_years_who_received_and_the_latest(client):
    lantern = OrganisationFactory(name="Lantern Trust")
    grant = made("Camden", 100, organisation=lantern, on=date(2025, 5, 1))
    contract = made("LB Camden", 30, kind=AgreementKind.CONTRACT, on=date(2023, 5, 1))
    made("Hackney", 9)

    page = words(client, f"{LIST}camden/")

    assert "<strong>2</strong> grants and contracts name it: <strong>£130.00</strong>" in page
    assert "E09000007" in page
    assert "2024-25: £0.00" in page  # time has no gaps
    assert f'href="/organisations/{lantern}/">Lantern Trust</a>' in page
    assert f'href="/registers/grants/{grant.agreement}/"' in page
    assert f'href="/registers/contracts/{contract.agreement}/"' in page
    assert 'href="/registers/contracts/?area=Camden"' in page
    assert "Hackney" not in page


def test_a_place_shows_one_year_if_it_is_asked(client):
    made("Camden", 100, on=date(2025, 5, 1))
    made("Camden", 30, on=date(2023, 5, 1))

    page = words(client, f"{LIST}camden/?year=2023-24")

    assert "grant or contract names it: <strong>£30.00</strong>, made in 2023-24" in page
    assert page.count("/registers/grants/AGR-") == 1
    for other in ("1066", "9999-00"):
        page = words(client, f"{LIST}camden/?year={other}")
        assert page.count("/registers/grants/AGR-") == 2
    rows = json.loads(read(client, f"{LIST}camden.json?year=2023-24"))["rows"]
    assert [row["amount"] for row in rows] == [30]


def test_whoever_is_merged_received_it_under_one_name(client):
    head = OrganisationFactory(name="Lantern Trust")
    merged = OrganisationFactory(name="The Lantern", merged_into=head, survivor=head)
    made("Camden", 100, organisation=head)
    made("Camden", 20, organisation=merged)
    made("Camden", 1, organisation=None, organisation_name="Somebody")

    page = words(client, f"{LIST}camden/").split("Who received the most for it")[2]

    assert "£120.00" in page
    assert ">Lantern Trust</a>" in page
    assert ">Somebody</th>" in page


def test_the_twins_of_a_place_hold_every_grant_and_contract_that_names_it(client):
    grant = made("Camden; Islington", 100, organisation__name="Lantern Trust")
    made("Camden", None, kind=AgreementKind.CONTRACT)

    in_csv = list(csv.DictReader(io.StringIO(read(client, f"{LIST}camden.csv"))))
    in_json = json.loads(read(client, f"{LIST}camden.json"))

    assert [row["register"] for row in in_csv] == ["grants", "contracts"]
    assert in_csv[0]["reference"] == str(grant.agreement)
    assert in_csv[0]["area"] == "Camden; Islington"
    assert (in_json["place"], in_json["code"]) == ("Camden", "E09000007")
    assert (in_json["count"], in_json["total"], in_json["without_amount"]) == (2, "100.00", 1)


@pytest.mark.parametrize("end", ["/", ".csv", ".json"])
def test_there_is_no_page_of_a_place_that_nothing_public_names(client, end):
    hidden = made("Fernhollow")
    read(client, f"{LIST}fernhollow{end}")

    WithholdingFactory(organisation=hidden.organisation)

    read(client, f"{LIST}fernhollow{end}", status=404)
    read(client, f"{LIST}barnet{end}", status=404)
    assert "Fernhollow" not in words(client, LIST)


def test_a_place_takes_its_commonest_spelling_if_it_has_no_official_name(client):
    for said in ("OLDBARROW", "Oldbarrow", "Oldbarrow"):
        made(said)

    assert '<h1 class="govuk-heading-l words">Oldbarrow</h1>' in words(client, f"{LIST}oldbarrow/")


@pytest.mark.parametrize("address", [LIST, f"{LIST}camden/"])
def test_places_ask_as_much_of_the_database_for_many_rows_as_for_one(client, address):
    made("Camden")
    made("Camden", kind=AgreementKind.CONTRACT)
    few = queries_of(client, address)

    for n in range(8):
        made(f"Camden; Place {n}", on=date(2018 + n, 5, 1))
        made("LB Camden", kind=AgreementKind.CONTRACT)

    assert queries_of(client, address) == few <= 16


def test_the_ranking_is_paged(client):
    for n in range(60):
        made(f"Place {n}", n)

    assert len(ranked(client, "?page=2")) == 10
