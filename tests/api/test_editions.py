import pytest
import time_machine

from almoner.registers.models import Edition
from almoner.registers.operations.withholding import take_down
from almoner.registers.tasks import replace_what_was_taken_down
from tests.api.asking import V1, get, queries_of
from tests.factories import NOON, WithholdingFactory
from tests.registers.publishing import WEXMOOR, issue
from tests.web.public.published import bytes_of

pytestmark = pytest.mark.django_db
EDITIONS = f"{V1}editions"


def test_editions_are_listed_as_they_were_issued_page_by_page(client, world):
    issue("spend")
    issue("spend")

    first = get(client, f"{EDITIONS}?limit=2")
    second = get(client, first["next"])

    listed = [*first["editions"], *second["editions"]]
    assert [(one["duty"], one["number"], one["rows"]) for one in listed] == [
        ("grants", 1, 2),
        ("spend", 1, 2),
        ("spend", 2, 2),
    ]
    assert second["next"] is None


def test_an_edition_names_its_files_with_digests_that_hold(client, world):
    one = get(client, get(client, EDITIONS)["editions"][0]["address"])

    assert one["ledger_hash"] == Edition.objects.get().line_hash
    assert one["latest"] == one["address"]
    assert "SHA256SUMS" in {file["name"] for file in one["files"]}
    for file in one["files"]:
        response = client.get(file["address"])
        assert response.headers["ETag"] == f'"{file["sha256"]}"'
        assert len(bytes_of(response)) == file["size"]
    assert client.get(one["page"]).status_code == 200


def test_an_edition_leads_to_the_latest_of_its_period(client, world):
    issue("grants")

    one = get(client, f"{EDITIONS}/grants/2026-02/1")

    assert one["latest"].endswith("/editions/grants/2026-02/2")
    assert get(client, one["latest"])["correction"] == "A late invoice"


@pytest.mark.parametrize(
    "rest", ["grants/2026-02/9", "grants/2026-03/1", "nothing/2026-02/1", f"grants/2026-02/{9**30}"]
)
def test_an_edition_that_never_was_is_not_there(client, world, rest):
    assert get(client, f"{EDITIONS}/{rest}", status=404)["title"]


def test_an_edition_says_what_was_taken_out_of_it(client, world):
    edition = issue("spend")
    payee = WithholdingFactory.build(
        organisation=edition_payee(), proposed_by=None, decided_by=None, decided_at=None
    )
    address, before = f"{EDITIONS}/spend/2026-02/1", edition.digest

    take_down(payee, by=edition.issued_by, at=NOON)

    one = get(client, address)
    assert (one["rows"], one["files"]) == (None, [])
    assert [out["digest"] for out in one["taken_out"]] == [before]
    replace_what_was_taken_down(NOON)
    assert get(client, address)["rows"] == 1
    assert "taken-down.txt" in {file["name"] for file in get(client, address)["files"]}


def edition_payee():
    from almoner.organisations.models import Organisation

    return Organisation.objects.get(name="Harbour Trust")


def test_duties_say_how_they_stand_today_and_are_another_answer_tomorrow(client, world, settings):
    settings.FRAMEWORK = WEXMOOR
    with time_machine.travel(NOON, tick=False):
        response = client.get(f"{V1}duties")

    duties = {one["code"]: one for one in response.json()["duties"]}
    assert duties["grants"]["latest"]["period"] == "2026-02"
    assert duties["grants"]["standing"]["period"] == "2026-03"
    assert duties["spend"]["latest"] is None
    assert response.json()["on"] == "2026-03-04"
    has = {"If-None-Match": response.headers["ETag"]}
    with time_machine.travel(NOON, tick=False):
        assert client.get(f"{V1}duties", headers=has).status_code == 304
    assert client.get(f"{V1}duties", headers=has).status_code == 200


@pytest.mark.parametrize("rest", ["editions", "duties"])
def test_lists_take_as_many_queries_however_many_editions_there_are(client, world, rest):
    before = queries_of(client, f"{V1}{rest}")
    issue("spend")
    issue("spend")

    assert queries_of(client, f"{V1}{rest}") == before
