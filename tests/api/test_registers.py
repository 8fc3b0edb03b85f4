import gzip
from datetime import timedelta
from urllib.parse import quote

import orjson
import pytest
import time_machine

from almoner.payments.models import Payment
from almoner.publication.datasets import registry
from almoner.registers.kinds import Register
from tests.api.asking import V1, get, lines_of, queries_of, rows_of
from tests.factories import NOON
from tests.registers.agreement_files import ROOF, SHELTER, bring_in, contracts_file, grants_file
from tests.registers.findings import CLEAN, CLIENT, held, judge
from tests.web.public.published import PLAIN, bytes_of, publish

pytestmark = pytest.mark.django_db
SPEND, CONTRACTS, GRANTS = (f"{V1}registers/{name}" for name in ("spend", "contracts", "grants"))
MORE = ["Copper Street Youth,2026-02-20,12.00,Grants,Paint", "Quay & Sons,2026-02-21,13,Repairs,"]


@pytest.mark.parametrize("register", Register)
def test_rows_have_the_very_columns_of_the_dataset(client, world, register):
    answer = get(client, f"{V1}registers/{register}")

    columns = [column.name for column in registry[register].public_columns()]
    assert [list(row) for row in answer["rows"]] == [columns] * len(answer["rows"]) != []
    assert get(client, f"{V1}registers")["registers"][list(Register).index(register)][
        "columns"
    ] == [
        {"name": c.name, "about": c.about, "type": c.type, "unit": c.unit}
        for c in registry[register].public_columns()
    ]


def test_amounts_are_written_exactly_and_days_as_days(client, world):
    said = client.get(SPEND).content

    assert b'"amount":1250.50,' in said
    assert b'"amount":-250.00,' in said
    assert b'"paid_on":"2026-02-03"' in said


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("address", [SPEND, CONTRACTS, GRANTS])
def test_pages_of_any_size_hold_every_row_once_in_the_same_order(client, world, address, limit):
    whole = get(client, address)["rows"]

    rows, pages = rows_of(client, f"{address}?limit={limit}")

    assert rows == whole
    assert pages == max(1, -(-len(whole) // limit))


def test_the_next_page_is_named_in_the_heading_too(client, world):
    response = client.get(f"{SPEND}?limit=2&at_least=-500")

    following = response.json()["next"]
    assert following.startswith(f"https://wexmoor.test{SPEND}?limit=2&at_least=-500&cursor=")
    assert response.headers["Link"] == f'<{following}>; rel="next"'
    assert "Link" not in client.get(following).headers


def test_rows_that_come_while_somebody_reads_are_neither_skipped_nor_repeated(
    client, world, tmp_path
):
    first = get(client, f"{SPEND}?limit=2")
    publish(tmp_path, MORE, name="more.csv")

    rest, _pages = rows_of(client, first["next"])

    rows = [row["reference"] for row in [*first["rows"], *rest]]
    assert len(rows) == len(set(rows)) == len(PLAIN) + len(MORE)
    assert rows == [row["reference"] for row in get(client, SPEND)["rows"]]


def test_a_contract_that_is_corrected_while_somebody_reads_comes_again_at_the_end(
    client, world, tmp_path
):
    first = get(client, f"{CONTRACTS}?limit=1")
    corrected = SHELTER.replace("100000.50", "99000")
    bring_in(contracts_file(tmp_path, [corrected, ROOF], name="again.csv"))

    rest, _pages = rows_of(client, first["next"])

    assert [row["ContractValue"] for row in rest] == [2500.00, 99000.00]


def test_since_a_cursor_there_is_what_became_known_after_it(client, world, tmp_path):
    end = get(client, SPEND)["cursor"]
    assert get(client, f"{SPEND}?since={quote(end)}")["rows"] == []
    assert get(client, f"{SPEND}?since={quote(end)}")["cursor"] == end

    publish(tmp_path, MORE, name="more.csv")

    answer = get(client, f"{SPEND}?limit=1&since={quote(end)}")
    assert [row["purpose"] for row in answer["rows"]] == ["Paint"]
    assert [row["purpose"] for row in rows_of(client, answer["next"])[0]] == [""]


def test_since_a_moment_there_are_the_rows_of_files_that_were_recorded_after_it(client, world):
    recorded = Payment.objects.first().batch.recorded_at
    before, after = recorded - timedelta(seconds=1), recorded + timedelta(seconds=1)

    assert len(get(client, f"{SPEND}?since={quote(before.isoformat())}")["rows"]) == 4
    assert get(client, f"{SPEND}?since={quote(after.isoformat())}")["rows"] == []
    assert len(get(client, f"{SPEND}?since={recorded.date()}")["rows"]) == 4
    tomorrow = recorded.date() + timedelta(days=1)
    assert get(client, f"{SPEND}?since={tomorrow}")["rows"] == []


@pytest.mark.parametrize(
    ("asked", "purposes"),
    [
        ("q=shelter", ["A night shelter"]),
        ("period=2026-02", ["A night shelter", "Money returned"]),
        ("period=2024-25", ["A roof"]),
        ("period=2025-26-Q4", ["A night shelter", "Money returned", ""]),
        ("at_least=80", ["A night shelter", "", "A roof"]),
        ("at_most=80", ["Money returned", ""]),
        ("organisation=GB-CHC-1234567", ["A night shelter", "A roof"]),
        ("organisation=GB-CHC-7654321", []),
        ("organisation=ORG-2222222222", []),
        ("organisation=GB-CHC-1234567&at_least=100", ["A night shelter"]),
    ],
)
def test_payments_are_narrowed_by_what_the_reader_asks(client, world, asked, purposes):
    rows = get(client, f"{SPEND}?{asked}")["rows"]

    assert [row["purpose"] for row in rows] == purposes


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("q=winter", ["Beds in winter"]),
        ("q=nothing+of+the+kind", []),
        ("period=2026-02", ["Beds in winter", "Mentoring"]),
        ("period=2026-03", []),
        ("at_least=1000", ["Beds in winter"]),
        ("at_most=1000", ["Mentoring"]),
        ("organisation=GB-CHC-1234567", ["Beds in winter"]),
    ],
)
def test_agreements_are_narrowed_by_what_the_reader_asks(client, world, asked, titles):
    assert [row["title"] for row in get(client, f"{GRANTS}?{asked}")["rows"]] == titles


def test_a_payment_and_an_agreement_are_found_by_reference(client, world):
    for address, key in ((SPEND, "reference"), (CONTRACTS, "AgreementReference")):
        row = get(client, address)["rows"][1]

        answer = get(client, f"{address}/{row[key]}")

        assert answer["row"] == row
        assert get(client, f"{address}?q={row[key]}")["rows"] == [row]


def test_what_is_of_another_register_is_not_there(client, world):
    grant = get(client, GRANTS)["rows"][0]["reference"]

    assert get(client, f"{CONTRACTS}/{grant}", status=404)["status"] == 404


def test_a_register_is_read_as_at_a_day(client, db, tmp_path):
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        bring_in(contracts_file(tmp_path, [SHELTER]), known_from=NOON.date())
    with time_machine.travel(NOON + timedelta(days=9), tick=False):
        corrected = SHELTER.replace("100000.50", "99000")
        bring_in(contracts_file(tmp_path, [corrected], name="b.csv"), known_from=NOON.date())

    def values(asked):
        return [row["ContractValue"] for row in get(client, f"{CONTRACTS}?{asked}")["rows"]]

    day, before = (NOON + timedelta(days=2)).date(), NOON.date() - timedelta(days=1)
    assert values(f"as_at={day}") == values(f"as_at={day}&known=then") == [100000.50]
    assert values(f"as_at={day}&known=now") == [99000.00]
    assert values(f"as_at={before}&known=now") == values(f"as_at={NOON.date()}") == []


def test_payments_are_read_as_at_a_day(client, spend_recorded_late):
    def count(asked):
        return len(get(client, f"{SPEND}?{asked}")["rows"])

    assert count("as_at=2026-03-02") == 0
    assert count("as_at=2026-03-02&known=now") == len(PLAIN)
    assert count("as_at=2026-02-28&known=now") == 0
    assert count("as_at=2026-03-10") == len(PLAIN)


@pytest.fixture
def spend_recorded_late(db, tmp_path):
    """Said to be known from the first of March, and recorded on the fifth."""
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        publish(tmp_path)


@pytest.mark.parametrize(
    ("address", "count", "amount", "without_amount"),
    [
        (SPEND, 4, 1180.49, 0),
        (CONTRACTS, 2, 102500.50, 0),
        (GRANTS, 2, 5750.25, 0),
        (f"{SPEND}?q=shelter", 1, 1250.50, 0),
    ],
)
def test_totals_are_of_what_the_rows_say(client, world, address, count, amount, without_amount):
    place, _, asked = address.partition("?")

    totals = get(client, f"{place}/totals?{asked}")

    assert (totals["count"], totals["amount"]) == (count, amount)
    assert totals["without_amount"] == without_amount
    assert len(get(client, address)["rows"]) == count


def test_rows_that_state_no_amount_are_counted_in_the_totals(client, db, tmp_path):
    bring_in(contracts_file(tmp_path, [ROOF, "C-3,Beds,Harbour Trust,,,01/04/2025,31/03/2026,,"]))

    totals = get(client, f"{CONTRACTS}/totals")

    assert (totals["count"], totals["amount"], totals["without_amount"]) == (2, 2500, 1)


@pytest.mark.parametrize("address", [SPEND, CONTRACTS, GRANTS])
def test_all_of_a_register_is_the_same_rows_as_its_pages(client, world, address):
    rows = get(client, address)["rows"]

    assert [orjson.loads(line) for line in lines_of(client, f"{address}/all.ndjson")] == rows
    heading, *lines = lines_of(client, f"{address}/all.csv")
    assert heading.decode().split(",") == list(rows[0])
    assert len(lines) == len(rows)


def test_all_of_a_register_is_packed_for_those_who_can_unpack_it(client, world):
    plain = bytes_of(client.get(f"{SPEND}/all.csv"))

    response = client.get(f"{SPEND}/all.csv", headers={"Accept-Encoding": "gzip"})

    assert response.headers["Content-Encoding"] == "gzip"
    assert response.streaming
    assert gzip.decompress(bytes_of(response)) == plain
    has = {"If-None-Match": response.headers["ETag"], "Accept-Encoding": "gzip"}
    assert client.get(f"{SPEND}/all.csv", headers=has).status_code == 304


def test_an_empty_register_is_an_empty_list(client, db):
    answer = get(client, SPEND)

    assert (answer["rows"], answer["cursor"], answer["next"]) == ([], None, None)
    assert get(client, f"{SPEND}/totals")["amount"] == 0
    assert lines_of(client, f"{SPEND}/all.ndjson") == []


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("cursor=a", "cursor"),
        ("cursor=WyJhIiwiYiJd:abc", "cursor"),
        ("since=yesterday00", "since"),
        ("since=2026-04-31", "since"),
        ("since=2026-04-01T09:30:00", "since"),
        ("since=0001-01-01", "since"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=some", "limit"),
        ("period=2026", "period"),
        ("period=2026-29", "period"),
        ("period=0000-01", "period"),
        ("period=9999-00", "period"),
        ("as_at=2026-02-30", "as_at"),
        ("as_at=9999-12-31", "as_at"),
        ("known=now", "known"),
        ("as_at=2026-03-31&known=later", "known"),
        ("at_least=lots", "at_least"),
        ("at_most=1.005", "at_most"),
        ("organisation=Harbour", "organisation"),
        ("q=%00", "q"),
        ("q=", "q"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_refused_with_what_to_write(client, world, asked, name):
    said = get(client, f"{SPEND}?{asked}", status=400)

    assert [one["name"] for one in said["parameters"]] == [name]
    assert said["parameters"][0]["write"].startswith("Write ")


def test_a_cursor_leads_on_only_where_it_was_given(client, world):
    cursor = quote(get(client, f"{SPEND}?limit=1")["cursor"])

    assert get(client, f"{GRANTS}?cursor={cursor}", status=400)
    assert get(client, f"{SPEND}?cursor={cursor}x", status=400)
    said = get(client, f"{SPEND}?cursor={cursor}&since={cursor}", status=400)
    assert said["parameters"] == [{"name": "since", "write": "Write since or cursor, not both."}]


@pytest.mark.parametrize("rest", ["", "?limit=1", "?organisation=GB-CHC-1234567", "/totals"])
def test_answers_take_as_many_queries_however_many_rows_there_are(client, world, tmp_path, rest):
    address = f"{SPEND}{rest}"
    before = queries_of(client, address)
    publish(tmp_path, [f"Firm {n},2026-02-20,{n}.00,Grants," for n in range(60)], name="b.csv")
    publish(tmp_path, MORE, name="c.csv")

    assert queries_of(client, address) == before


def test_agreements_take_as_many_queries_however_many_there_are(client, world, tmp_path):
    before = queries_of(client, GRANTS)
    lines = [f"G-{n},Beds,Firm {n},,05/02/2026,{n}," for n in range(3, 40)]
    bring_in(grants_file(tmp_path, lines, name="b.csv"), Register.GRANTS)

    assert queries_of(client, GRANTS) == before
    assert queries_of(client, f"{GRANTS}/all.csv") <= before


def test_what_is_found_safe_later_stands_where_its_file_put_it_and_the_revision_says_so(
    client, tmp_path
):
    held(tmp_path, CLIENT, CLEAN)
    before = get(client, SPEND)

    judge()

    since = get(client, f"{SPEND}?since={before['cursor']}")
    assert since["rows"] == []
    assert since["revision"] != before["revision"]
    assert [row["supplier"] for row in get(client, SPEND)["rows"]] == ["Tern Cars", "Harbour Trust"]
