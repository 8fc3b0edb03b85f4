import csv
import io
import json
import re
from decimal import Decimal

import pytest
from django.core.paginator import Paginator

from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.payments.states import MatchState
from tests.factories import MatchFactory, VersionFactory, WithholdingFactory
from tests.guard import arranging
from tests.web.public.published import body_of, issue, payments_in, publish, queries_of, read

pytestmark = pytest.mark.django_db
LIST = "/registers/spend/"
ROWS = [f"Supplier {n},2026-02-{n + 1:02},{n}.50,Grants,Row {n}" for n in range(9)]


def suppliers_in(page):
    """The suppliers that the list shows, in order."""
    names = ("Harbour Trust", "Quay &amp; Sons", "REDACTED PERSONAL DATA")
    cells = page.split("<tbody>")[1].split("<tr>")[1:]
    return [name for cell in cells for name in names if name in cell.split("</tr>")[0]]


def csv_rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_list_shows_payments_newest_first_with_their_totals(client, spend):
    page = read(client, LIST)

    assert suppliers_in(page)[:3] == ["Quay &amp; Sons", "Harbour Trust", "REDACTED PERSONAL DATA"]
    assert "<strong>4</strong> payments, <strong>£1,180.49</strong> in all" in page
    assert "4 February 2026" in page
    assert "\N{MINUS SIGN}£250.00" in page


def test_the_list_is_honest_when_nothing_is_published(client):
    assert "Nothing has been published yet" in read(client, LIST)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=shelter", ["Harbour Trust"]),
        ("q=harbour+tru", ["Harbour Trust", "Harbour Trust"]),
        ("period=2026-02", ["Quay &amp; Sons", "Harbour Trust"]),
        ("period=2024-25", ["Harbour Trust"]),
        ("period=2025-26", ["Quay &amp; Sons", "Harbour Trust", "REDACTED PERSONAL DATA"]),
        ("organisation=quay", ["Quay &amp; Sons"]),
        ("at_least=80&at_most=£1,000", ["REDACTED PERSONAL DATA", "Harbour Trust"]),
        ("at_most=0", ["Quay &amp; Sons"]),
        ("q=harbour&period=2026-02&at_least=1000", ["Harbour Trust"]),
        (
            "sort=-amount",
            ["Harbour Trust", "Harbour Trust", "REDACTED PERSONAL DATA", "Quay &amp; Sons"],
        ),
        (
            "sort=supplier",
            ["Harbour Trust", "Harbour Trust", "Quay &amp; Sons", "REDACTED PERSONAL DATA"],
        ),
        (
            "sort=date",
            ["Harbour Trust", "REDACTED PERSONAL DATA", "Harbour Trust", "Quay &amp; Sons"],
        ),
    ],
)
def test_the_list_is_narrowed_and_sorted_as_its_address_says(client, spend, asked, found):
    assert suppliers_in(read(client, f"{LIST}?{asked}")) == found


def test_the_list_may_be_asked_for_one_organisation_by_its_reference(client, spend):
    quay = Organisation.objects.get(name="Quay & Sons")

    assert suppliers_in(read(client, f"{LIST}?organisation={quay}")) == ["Quay &amp; Sons"]


def test_a_payment_is_found_by_its_reference(client, spend):
    quay = Payment.objects.get(amount=Decimal(-250))

    assert suppliers_in(read(client, f"{LIST}?q={quay.reference.lower()}")) == ["Quay &amp; Sons"]


def test_a_search_that_finds_nothing_says_so(client, spend):
    page = read(client, f"{LIST}?q=submarine")

    assert "No payment answers to all of that" in page
    assert 'value="submarine"' in page


@pytest.mark.parametrize(
    ("asked", "field", "kept"),
    [
        ("at_least=lots", "at_least", 'value="lots"'),
        ("at_most=NaN", "at_most", 'value="NaN"'),
        ("at_least=1e400", "at_least", 'value="1e400"'),
        ("at_least=5&at_most=4", "at_most", 'value="4"'),
        ("period=someday", "period", 'value="someday" selected'),
        ("period=0000-04", "period", 'value="0000-04" selected'),
        ("period=9999-00", "period", 'value="9999-00" selected'),
        ("organisation=submarines", "organisation", 'value="submarines"'),
        ("organisation=---", "organisation", 'value="---"'),
        ("q=%00", "q", "filter_q"),
        (f"q={'x' * 101}", "q", "x" * 101),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_nothing_typed_is_lost(
    client, spend, asked, field, kept
):
    page = read(client, f"{LIST}?{asked}")

    assert f'href="#filter_{field}"' in page
    assert f'id="filter_{field}_error"' in page
    assert kept in page
    assert "<tbody>" not in page


@pytest.mark.parametrize(
    "asked",
    ["page=-1", "page=x", "page=" + "9" * 30, "sort=secret", "sort=--amount", "q=%27%22%3B--",
     "q=*", "q=%FF%FE", "period=2011-12", "period=2011-12-Y", "at_most=9999999999999.99",
     "q=%F0%9F%92%A9", "unknown=1"],
)  # fmt: skip
def test_nothing_that_can_be_typed_breaks_the_list(client, spend, asked):
    read(client, f"{LIST}?{asked}")


def test_the_list_is_paged_and_keeps_what_was_asked(client, tmp_path):
    publish(tmp_path, [f"Supplier {n},2026-02-01,{n}.50,Grants,Row" for n in range(60)])

    first = read(client, f"{LIST}?q=grants&sort=amount")
    second = read(client, f"{LIST}?q=grants&sort=amount&page=2")

    assert (len(payments_in(first)), len(payments_in(second))) == (50, 10)
    assert payments_in(first).isdisjoint(payments_in(second))
    assert "q=grants&amp;sort=amount&amp;page=2" in first
    assert "<strong>60</strong> payments" in second


def test_totals_by_month_stand_in_a_table_beside_their_chart(client, spend):
    page = read(client, LIST)

    assert "Totals by month" in page
    assert "March 2025: £99.99" in page
    assert "February 2026: £1,000.50" in page


def test_a_month_without_payments_has_its_place_in_the_chart(client, spend):
    page = read(client, LIST)

    bars = re.findall(r"<title>(.*?): £", page)
    assert (bars[0], bars[-1]) == ("March 2025", "February 2026")
    assert len(bars) == 12
    assert "June 2025: £0.00" in page


def test_a_year_without_payments_has_its_place_in_the_chart(client, tmp_path):
    publish(tmp_path, ["Quay,2020-05-05,1.00,Grants,", "Quay,2024-05-05,1.00,Grants,"])

    page = read(client, LIST)

    assert re.findall(r"<title>(.*?): £", page) == [
        "2020-21",
        "2021-22",
        "2022-23",
        "2023-24",
        "2024-25",
    ]


def test_totals_of_many_months_are_shown_by_year(client, tmp_path):
    rows = [f"Supplier,{2023 + n // 12}-{n % 12 + 1:02}-05,1.00,Grants,Row" for n in range(25)]
    publish(tmp_path, rows)

    page = read(client, LIST)

    assert "Totals by financial year" in page
    assert "2023-24: £12.00" in page


@pytest.mark.parametrize("asked", ["", "?q=harbour", "?period=2026-02&sort=amount", "?at_most=0"])
def test_the_twins_hold_exactly_what_the_list_shows(client, spend, asked):
    page = read(client, f"{LIST}{asked}")
    in_csv = csv_rows(read(client, f"/registers/spend.csv{asked}"))
    in_json = json.loads(read(client, f"/registers/spend.json{asked}"), parse_float=Decimal)

    assert len(in_csv) == len(suppliers_in(page)) == in_json["count"] == len(in_json["rows"])
    total = sum(Decimal(row["amount"]) for row in in_csv)
    assert Decimal(in_json["total"]) == sum(row["amount"] for row in in_json["rows"]) == total
    for row in in_csv:
        assert f"{LIST}{row['reference']}/" in page
    assert [row["reference"] for row in in_json["rows"]] == [row["reference"] for row in in_csv]


def test_the_page_leads_to_twins_of_what_it_shows(client, spend):
    page = read(client, f"{LIST}?q=harbour&sort=amount&page=1")

    assert 'href="/registers/spend.csv?q=harbour&amp;sort=amount"' in page
    assert 'href="/registers/spend.json?q=harbour&amp;sort=amount"' in page
    assert 'href="/registers/spend.xlsx?q=harbour&amp;sort=amount"' in page


def test_a_twin_refuses_what_the_list_refuses(client, spend):
    refusal = json.loads(read(client, "/registers/spend.csv?at_least=lots", status=400))

    assert list(refusal["errors"]) == ["at_least"]


def test_whoever_has_a_twin_already_is_told_that_it_is_the_same(client, spend, tmp_path):
    address = "/registers/spend.csv?q=harbour"
    tag = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    publish(tmp_path, ["Harbour Trust,2026-02-09,7.00,Grants,More"], name="more.csv")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("address", [LIST, "/registers/spend.csv", "/registers/spend.json"])
def test_a_heading_alone_may_be_asked_for(client, spend, address):
    response = client.head(address)

    assert response.status_code == 200
    assert body_of(response) == ""


def test_nobody_can_post_to_the_list(client, spend):
    assert client.post(LIST).status_code == 405


def test_a_payment_tells_all_that_was_read_of_it_and_where_it_comes_from(client, spend):
    paid = Payment.objects.get(amount=Decimal("1250.50"))

    page = read(client, f"{LIST}{paid}/")

    said = ["£1,250.50 to Harbour Trust", "3 February 2026", "Wexmoor Council", "Grants"]
    said += ["A night shelter", "spend.csv", "1 March 2026", str(paid.batch), str(paid)]
    assert [words for words in said if words not in page] == []
    assert f"https://wexmoor.test{LIST}{paid}/" in page
    assert f"/organisations/{paid.organisation}/" in page


def test_a_payment_to_somebody_withheld_says_so_and_leads_to_nobody(client, spend):
    paid = Payment.objects.get(organisation=None)

    page = read(client, f"{LIST}{paid}/")

    assert "The payer withheld who was paid." in page
    assert "/organisations/ORG-" not in page


def test_a_payment_leads_to_the_contract_that_a_person_confirmed_it_was_made_under(client, spend):
    paid = Payment.objects.get(amount=Decimal("1250.50"))
    version = VersionFactory(said={"title": "Night shelter"})
    match = MatchFactory(payment=paid, agreement=version.agreement)
    address = f"{LIST}{paid}/"
    assert "Night shelter" not in read(client, address)

    confirm(match)

    link = f'<a class="words" href="/registers/contracts/{version.agreement}/">Night shelter</a>'
    assert link in read(client, address)
    assert queries_of(client, address) <= 12
    WithholdingFactory(organisation=None, agreement=version.agreement)
    assert "Night shelter" not in read(client, address)


def test_a_payment_whose_payee_was_kept_back_does_not_name_its_contract(client, spend):
    paid = Payment.objects.get(organisation=None)
    version = VersionFactory(said={"title": "Night shelter"})

    confirm(MatchFactory(payment=paid, agreement=version.agreement))

    assert "Night shelter" not in read(client, f"{LIST}{paid}/")


def confirm(match):
    with arranging():
        match.state = MatchState.CONFIRMED
        match.save()


def test_the_twins_of_a_payment_say_the_same(client, spend):
    paid = Payment.objects.get(amount=Decimal(-250))

    (in_csv,) = csv_rows(read(client, f"{LIST}{paid}.csv"))
    in_json = json.loads(read(client, f"{LIST}{paid}.json"))

    assert in_csv["reference"] == in_json["rows"][0]["reference"] == str(paid)
    assert (in_csv["amount"], in_json["rows"][0]["amount"]) == ("-250.00", -250.0)
    assert in_json["address"] == f"https://wexmoor.test{LIST}{paid}/"


@pytest.mark.parametrize("end", ["/", ".csv", ".json"])
def test_there_is_no_page_of_a_payment_that_is_not(client, spend, end):
    read(client, f"{LIST}PAY-NONE{end}", status=404)


def test_a_cell_that_a_spreadsheet_would_run_is_made_text_in_csv_and_left_alone_in_json(
    client, tmp_path
):
    publish(tmp_path, ['"=HYPERLINK(""https://rival.test"")",2026-02-03,-1.00,+44 1234,- 5'])

    (in_csv,) = csv_rows(read(client, "/registers/spend.csv"))
    (in_json,) = json.loads(read(client, "/registers/spend.json"))["rows"]

    assert in_csv["supplier"] == '\'=HYPERLINK("https://rival.test")'
    assert in_json["supplier"] == '=HYPERLINK("https://rival.test")'
    assert (in_csv["amount"], in_csv["category"], in_csv["purpose"]) == ("-1.00", "+44 1234", "- 5")


@pytest.mark.parametrize("asked", ["", "?q=row&period=2026-02&at_least=0"])
def test_the_list_asks_as_much_of_the_database_for_many_rows_as_for_one(client, tmp_path, asked):
    publish(tmp_path, ROWS[:1], name="one.csv")
    few = queries_of(client, f"{LIST}{asked}")

    publish(tmp_path, ROWS[1:], name="many.csv")

    assert queries_of(client, f"{LIST}{asked}") == few <= 12


def test_a_record_asks_little_of_the_database(client, spend):
    assert queries_of(client, f"{LIST}{Payment.objects.first()}/") <= 12


def test_rows_that_are_still_being_read_in_are_nowhere(client, spend, tmp_path):
    issue()
    seen = []

    def look_everywhere(_tally):
        paid = Payment.objects.get(supplier_name="Hidden Shelter")
        seen.extend(everything_public(client))
        for end in ("/", ".csv", ".json"):
            seen.append(read(client, f"{LIST}{paid}{end}", status=404))
            seen.append(read(client, f"/organisations/{paid.organisation}{end}", status=404))
        # Asking for it by reference is answered as if nothing were there.
        seen.append(read(client, f"{LIST}?organisation={paid.organisation}"))

    hidden = ["Hidden Shelter,2026-02-08,77777.00,Shelter,Zanzibar Lane"]
    publish(tmp_path, hidden, name="hidden.csv", progress=look_everywhere)

    assert len(seen) > 20
    for told in ("Hidden Shelter", "Zanzibar", "77,777", "77777", "hidden.csv", "£78,"):
        assert [page for page in seen if told in page] == []
    assert "Hidden Shelter" in read(client, LIST)


def everything_public(client):
    """Every byte that anyone may read: each list, its twins, each record and each file."""
    lists = ["/", LIST, f"{LIST}?q=grants", f"{LIST}?sort=-amount", "/organisations/", "/editions/"]
    lists += ["/registers/", f"{LIST}?period=2026-02", "/organisations/?q=trust"]
    lists += ["/registers/spend.csv", "/registers/spend.json", "/registers/spend.json?q=grants"]
    lists += ["/editions/spend/2026-02/1/", "/editions/spend/2026-02/1/spend-2026-02.csv"]
    records = [f"{LIST}{paid}" for paid in Payment.objects.filter(batch__state="live")]
    records += [f"/organisations/{o}" for o in Organisation.objects.filter(batch__state="live")]
    ends = [f"{record}{end}" for record in records for end in ("/", ".csv", ".json")]
    return [read(client, address) for address in [*lists, *ends]]


@pytest.mark.parametrize("words", ["grants", "grants harbour", "harbour", "grants nine"])
@pytest.mark.parametrize("page", ["1", "2", "0"])
def test_a_common_word_finds_what_a_rare_one_does_in_the_same_order(client, tmp_path, words, page):
    shared = "Harbour Trust,2026-02-{:02},{}.50,Grants,Row {}"
    publish(tmp_path, [shared.format(n % 28 + 1, n + 1, n) for n in range(120)], name="many.csv")
    publish(tmp_path, ["Harbour Trust,2026-02-03,9.00,Grants,Nine"], name="one.csv")
    found = Payment.objects.order_by("-paid_on", "-reference")
    if "nine" in words:
        found = found.filter(purpose="Nine")
    pages = Paginator(found, 50)

    shown = read(client, f"{LIST}?q={words}&page={page}")

    assert references_in(shown) == [str(one) for one in pages.get_page(page)]


def references_in(page):
    """The payments that a page lists, in its order."""
    return list(dict.fromkeys(re.findall(r"/registers/spend/(PAY-\w+)/", page)))
