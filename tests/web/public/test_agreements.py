"""The registers of contracts and of grants, live, as at any past day, and as now known."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement
from almoner.agreements.operations import say_repeated, say_separate
from almoner.payments.states import MatchState
from almoner.registers.kinds import Register
from tests.factories import (
    DAY,
    NOON,
    MatchFactory,
    PaymentFactory,
    VersionFactory,
    WithholdingFactory,
    official,
)
from tests.guard import arranging
from tests.registers.agreement_files import (
    BEDS,
    ROOF,
    SHELTER,
    brought_in,
    contracts_file,
    grants_file,
)
from tests.web.public.published import queries_of, read

pytestmark = pytest.mark.django_db
LIST = "/registers/contracts/"
GRANTS = "/registers/grants/"
LATER = SHELTER.replace("100000.50", "150000")
OPEN = "C-3,An open end,Copper Street Youth,,,01/05/2026,,,"


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(datetime(2026, 3, 9, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def contracts(tmp_path):
    """Three contracts; of the first a later file said that it is worth more."""
    brought_in(contracts_file(tmp_path, [SHELTER, ROOF, OPEN]))
    brought_in(contracts_file(tmp_path, [LATER], name="later.csv"), days=1)


@pytest.fixture
def grants(tmp_path):
    brought_in(grants_file(tmp_path), Register.GRANTS)


def titles_in(page):
    rows = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    return re.findall(r'/AGR-\w+/">(.*?)</a>', rows)


def csv_rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def only():
    """The contract of which two files spoke."""
    return Agreement.objects.get(versions__amount=Decimal(150000))


def test_the_list_shows_what_there_is_with_its_sum_and_what_states_no_amount(client, contracts):
    page = " ".join(read(client, LIST).split())

    assert titles_in(page) == ["An open end", "A roof", "Night shelter"]
    assert "<strong>3</strong> agreements, <strong>£152,500.00</strong> in all" in page
    assert "1 states no amount and counts as nothing in the sum." in page
    assert "As it stands today, 9 March 2026." in page
    assert "not recorded" in page


@pytest.mark.parametrize("address", [LIST, GRANTS])
def test_the_list_is_honest_when_nothing_is_published(client, address):
    assert "Nothing has been published yet" in read(client, address)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=shelter", ["Night shelter"]),
        ('q="c-2"', ["A roof"]),  # or a reference of ours that begins with 2 is found too
        ("recipient=quay", ["A roof"]),
        ("year=2026-27", ["An open end"]),
        ("year=2025-26", ["A roof", "Night shelter"]),
        ("standing=not-begun", ["An open end"]),
        ("standing=in-force", ["A roof", "Night shelter"]),
        ("standing=ended", []),
        ("at_least=2500&at_most=£2,500", ["A roof"]),
        ("area=fellgate", []),
        ("sort=-amount", ["Night shelter", "A roof", "An open end"]),
        ("sort=amount", ["A roof", "Night shelter", "An open end"]),
        ("sort=party", ["An open end", "Night shelter", "A roof"]),
        ("sort=ends", ["A roof", "Night shelter", "An open end"]),
    ],
)
def test_the_list_is_narrowed_and_sorted_as_its_address_says(client, contracts, asked, found):
    assert titles_in(read(client, f"{LIST}?{asked}")) == found


@pytest.mark.parametrize(
    ("asked", "sum_", "words"),
    [
        ("as_at=2026-03-03", None, "As it was published on 3 March 2026"),
        ("as_at=2026-03-04", "£102,500.50", "As it was published on 4 March 2026"),
        ("as_at=4/3/2026", "£102,500.50", "As it was published on 4 March 2026"),
        ("as_at=2026-03-05", "£152,500.00", "As it was published on 5 March 2026"),
        (
            "as_at=2026-03-04&reading=now",
            "£102,500.50",
            "As it was on 4 March 2026, by all that is known today.",
        ),
    ],
)
def test_the_register_answers_as_at_any_past_day(client, contracts, asked, sum_, words):
    page = read(client, f"{LIST}?{asked}")

    assert words in page
    assert (f"<strong>{sum_}</strong>" in page) if sum_ else (titles_in(page) == [])


def test_what_became_known_later_is_left_out_of_a_day_or_told_of_it_as_asked(client, tmp_path):
    brought_in(contracts_file(tmp_path, [SHELTER]), days=3, known_from=DAY)

    assert titles_in(read(client, f"{LIST}?as_at=2026-03-04")) == []
    assert titles_in(read(client, f"{LIST}?as_at=2026-03-04&reading=now")) == ["Night shelter"]
    assert titles_in(read(client, f"{LIST}?as_at=2026-03-07")) == ["Night shelter"]


def test_how_an_agreement_stands_is_said_of_the_day_that_is_read(client, tmp_path):
    ends_that_day = SHELTER.replace("31/03/2027", "05/03/2026")
    brought_in(contracts_file(tmp_path, [ends_that_day]))

    assert titles_in(read(client, f"{LIST}?as_at=2026-03-05&standing=in-force"))
    assert titles_in(read(client, f"{LIST}?as_at=2026-03-06&standing=ended"))
    assert "Ended" in read(client, LIST)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("as_at=2026-03-10", "as_at"),
        ("as_at=someday", "as_at"),
        ("as_at=2026-02-30", "as_at"),
        ("year=2025-27", "year"),
        ("year=0000-01", "year"),
        ("year=9999-00", "year"),
        ("standing=gone", "standing"),
        ("reading=never", "reading"),
        ("recipient=submarines", "recipient"),
        ("at_least=5&at_most=4", "at_most"),
        ("q=%00", "q"),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_a_twin_refuses_it(client, contracts, asked, field):
    page = read(client, f"{LIST}?{asked}")

    assert f'href="#filter_{field}"' in page
    assert f'id="filter_{field}_error"' in page
    assert "<tbody>" not in page
    refusal = json.loads(read(client, f"/registers/contracts.csv?{asked}", status=400))
    assert list(refusal["errors"]) == [field]


@pytest.mark.parametrize(
    "asked", ["page=x", "sort=secret", "sort=--amount", "q=%22%3B--", "q=*", "unknown=1", "year="]
)
def test_nothing_else_that_can_be_typed_breaks_the_list(client, contracts, asked):
    read(client, f"{LIST}?{asked}")


@pytest.mark.parametrize(
    "asked",
    ["", "?q=shelter", "?year=2025-26", "?as_at=2026-03-04", "?standing=in-force&sort=amount"],
)
def test_the_twins_hold_exactly_what_the_list_shows(client, contracts, asked):
    page = read(client, f"{LIST}{asked}")
    in_csv = csv_rows(read(client, f"/registers/contracts.csv{asked}"))
    in_json = json.loads(read(client, f"/registers/contracts.json{asked}"), parse_float=Decimal)

    assert len(in_csv) == len(titles_in(page)) == in_json["count"] == len(in_json["rows"])
    total = sum(Decimal(row["ContractValue"] or 0) for row in in_csv)
    assert Decimal(in_json["total"]) == total
    assert f"<strong>£{total:,.2f}</strong>" in page
    for row in in_csv:
        assert f"{LIST}{row['AgreementReference']}/" in page


def test_the_page_leads_to_twins_of_what_it_shows_on_that_day(client, contracts):
    page = read(client, f"{LIST}?q=shelter&sort=amount&page=1")

    asked = "?q=shelter&amp;sort=amount&amp;as_at=2026-03-09"
    for kind in ("csv", "json", "xlsx"):
        assert f'href="/registers/contracts.{kind}{asked}"' in page
    said = json.loads(read(client, "/registers/contracts.json?as_at=2026-03-04&reading=now"))
    assert (said["as_at"], said["reading"]) == ("2026-03-04", "now")


def test_whoever_has_a_twin_already_is_told_so_until_something_changes(client, contracts, tmp_path):
    address = "/registers/contracts.csv"
    tag = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    more = contracts_file(tmp_path, [ROOF.replace("C-2", "C-9")], name="more.csv")
    brought_in(more, days=2)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("asked", ["", "?as_at=2026-03-05&sort=amount", "?q=beds"])
def test_the_list_asks_as_much_of_the_database_for_many_as_for_one(client, tmp_path, asked):
    brought_in(grants_file(tmp_path, [BEDS]), Register.GRANTS)
    read(client, GRANTS)  # which remembers the words that it suggests
    few = queries_of(client, f"{GRANTS}{asked}")

    many = [BEDS.replace("G-1", f"H-{n}").replace("Harbour", f"Quay {n}") for n in range(60)]
    brought_in(grants_file(tmp_path, many, name="many.csv"), Register.GRANTS)

    page = read(client, f"{GRANTS}{asked}")
    assert len(titles_in(page)) == 50
    assert queries_of(client, f"{GRANTS}{asked}") == few <= 11


def test_a_record_tells_all_that_is_public_of_it(client, contracts):
    agreement = only()

    page = read(client, f"{LIST}{agreement}/")

    said = ["Night shelter", "£150,000.00", "Harbour Trust", "1 April 2025", "31 March 2027"]
    said += ["1234567", "C-1", "later.csv", "contracts.csv", str(agreement), "In force"]
    assert [words for words in said if words not in page] == []
    assert "lena@wexmoor.test" not in page
    assert f"https://wexmoor.test{LIST}{agreement}/" in page
    assert f'rel="canonical" href="https://wexmoor.test{LIST}{agreement}/"' in page


def test_a_record_marks_what_is_to_be_published_and_nobody_recorded(client, contracts):
    page = " ".join(read(client, f"{LIST}{only()}/").split())

    assert "It is to be published, and no file said it." in page
    assert re.search(r"Also not recorded: [^.]*Lot[;.]", page)


def test_a_record_says_what_changed_from_file_to_file(client, contracts):
    page = " ".join(read(client, f"{LIST}{only()}/").split())

    assert "Known from 5 March 2026" in page
    assert '<td class="words">£100,000.50</td><td class="words">£150,000.00</td>' in page
    assert "This was the first that said anything of it." in page


def test_a_record_shows_what_was_paid_against_what_was_awarded(client, contracts):
    paid = PaymentFactory(amount=Decimal(37500))
    MatchFactory(payment=paid, agreement=only(), state=MatchState.CONFIRMED)

    page = " ".join(read(client, f"{LIST}{only()}/").split())

    assert "<strong>£37,500.00</strong>, in 1 payment" in page
    assert "That is 25% of £150,000.00." in page
    assert f"/registers/spend/{paid}/" in page


def test_a_record_asks_as_much_of_the_database_for_a_long_history_as_for_a_short_one(client):
    version = VersionFactory(amount=Decimal(9))
    agreement = version.agreement
    MatchFactory(agreement=agreement, state=MatchState.CONFIRMED)
    few = queries_of(client, f"{LIST}{agreement}/")

    for _nth in range(3):
        MatchFactory(agreement=agreement, state=MatchState.CONFIRMED)

    assert queries_of(client, f"{LIST}{agreement}/") == few


@pytest.mark.parametrize(
    "title", ["</script><b>Beds", "Beds & <i>boards</i>", "“Beds” '\"\\ \u2028"]
)
def test_what_machines_read_can_hold_any_title_and_end_no_script(client, title):
    agreement = VersionFactory(said={"title": title}).agreement

    page = read(client, f"{LIST}{agreement}/")

    (said,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(said)["name"] == title
    assert not re.search("[<>&]", said)


def test_a_grant_is_told_to_machines_as_a_grant_with_its_amount(client, grants):
    agreement = Agreement.objects.get(versions__said__reference="G-1")

    page = read(client, f"{GRANTS}{agreement}/")

    (said,) = re.findall(r'ld\+json">(.*?)</script>', page)
    assert json.loads(said)["@type"] == "MonetaryGrant"
    assert json.loads(said)["amount"]["value"] == "5000.00"
    assert "Why it was made" in page


def test_the_twins_of_a_record_say_the_same(client, grants):
    agreement = Agreement.objects.get(versions__said__reference="G-1")

    (in_csv,) = csv_rows(read(client, f"{GRANTS}{agreement}.csv"))
    in_json = json.loads(read(client, f"{GRANTS}{agreement}.json"))

    assert in_csv["reference"] == in_json["rows"][0]["reference"] == str(agreement)
    assert in_json["address"] == f"https://wexmoor.test{GRANTS}{agreement}/"


@pytest.mark.parametrize("end", ["/", ".csv", ".json"])
def test_there_is_no_page_of_an_agreement_that_is_not_or_is_of_the_other_register(
    client, grants, end
):
    read(client, f"{GRANTS}AGR-NONE{end}", status=404)
    read(client, f"{LIST}{Agreement.objects.first()}{end}", status=404)


def test_nobody_can_post_to_a_register(client, contracts):
    client.force_login(official())

    assert client.post(LIST).status_code == 405


@pytest.mark.parametrize("kind", ["/", ".csv", ".json"])
def test_the_address_of_a_row_that_only_repeats_another_leads_there_for_as_long(
    client, tmp_path, kind
):
    brought_in(contracts_file(tmp_path, [SHELTER, SHELTER]))
    first, again = Agreement.objects.order_by("occurrence")
    by, said = official(Role.PUBLISHER), {"reason": "", "at": NOON}
    again = say_repeated(again, of=first, by=by, **said)

    answer = client.get(f"{LIST}{again}{kind}")

    assert (answer.status_code, answer.headers["Location"]) == (301, f"{LIST}{first}{kind}")
    assert "no-cache" in answer.headers["Cache-Control"]
    assert client.get(f"{GRANTS}{again}{kind}").status_code == 404
    withholding = WithholdingFactory(organisation=None, agreement=first)
    hidden = client.get(f"{LIST}{again}{kind}")
    assert (hidden.status_code, "Location" in hidden.headers) == (404, False)
    with arranging():
        withholding.delete()
    say_separate(again, by=by, **said)
    assert client.get(f"{LIST}{again}{kind}").status_code == 200
