from hashlib import sha256

import pytest

from almoner.registers.models import Edition
from almoner.registers.operations.editions import folder_of
from almoner.web.public.edition_files import in_words
from tests.web.public.published import issue, publish, queries_of, read

pytestmark = pytest.mark.django_db
FEBRUARY = "/editions/spend/2026-02/1/"


@pytest.fixture
def edition(spend):
    return issue()


def test_the_list_shows_editions_the_last_issued_first(client, edition):
    page = read(client, "/editions/")

    assert "Payments to suppliers, February 2026, edition 1" in page
    assert f'href="{FEBRUARY}"' in page


def test_the_list_is_honest_when_none_was_issued(client):
    assert "No edition has been issued yet" in read(client, "/editions/")


def test_an_edition_shows_its_files_their_digests_and_where_the_ledger_ended(client, edition):
    page = read(client, FEBRUARY)

    for file in edition.files.all():
        assert file.digest in page
        assert f'href="{FEBRUARY}{file.name}"' in page
    assert edition.line_hash in page
    assert "sha256sum --check SHA256SUMS" in page
    assert f"https://wexmoor.test{FEBRUARY}" in page


def test_an_edition_says_what_each_file_holds_the_rows_first(client, edition):
    page = read(client, FEBRUARY)
    files = in_words(edition.files.all())

    assert [one.what for one in files if not one.what or one.what not in page] == []
    assert [one.end for one in files][:3] == [".csv", ".xlsx", ".json"]
    assert files[-1].file.name == "SHA256SUMS"
    order = [page.index(f'href="{FEBRUARY}{one.file.name}"') for one in files]
    assert order == sorted(order)


def test_an_edition_leads_to_the_one_that_corrects_it(client, edition, tmp_path):
    publish(tmp_path, ["Late Trust,2026-02-20,5.00,Grants,Late"], name="late.csv")
    issue()

    assert "There is a later edition" in read(client, FEBRUARY)
    assert "There is a later edition" not in read(client, "/editions/spend/2026-02/2/")


def test_every_file_arrives_byte_for_byte_and_is_asked_after_again(client, edition):
    for file in edition.files.all():
        response = client.get(f"{FEBRUARY}{file.name}")
        whole = b"".join(response.streaming_content)

        assert sha256(whole).hexdigest() == file.digest
        assert len(whole) == file.size == int(response["Content-Length"])
        assert response["ETag"] == f'"{file.digest}"'
        assert response["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("spend-2026-02.csv", "text/csv; charset=utf-8"),
        ("spend-2026-02.json", "application/json"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_a_file_says_what_it_is(client, edition, name, kind):
    response = client.get(f"{FEBRUARY}{name}")

    assert response["Content-Type"] == kind
    response.close()


def test_whoever_has_a_file_already_is_told_that_it_is_the_same(client, edition):
    tag = f'"{edition.files.get(name="SHA256SUMS").digest}"'

    response = client.get(f"{FEBRUARY}SHA256SUMS", headers={"If-None-Match": tag})

    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize(
    "name",
    ["nothing.csv", "..%2F..%2Fsecret-key", "%2Fetc%2Fpasswd", "SHA256SUMS%00", ".", "planted.csv"],
)
def test_only_files_that_the_edition_lists_are_served(client, edition, name):
    (folder_of(edition) / "planted.csv").write_text("never listed", encoding="utf-8")

    read(client, f"{FEBRUARY}{name}", status=404)


def test_a_file_gone_from_the_disk_is_not_found(client, edition):
    (folder_of(edition) / "SHA256SUMS").unlink()

    read(client, f"{FEBRUARY}SHA256SUMS", status=404)


@pytest.mark.parametrize(
    "address", ["spend/2026-02/2/", "spend/2026-03/1/", "grants/2026-02/1/", f"spend/x/{'9' * 30}/"]
)
def test_there_is_no_page_of_an_edition_that_is_not(client, edition, address):
    read(client, f"/editions/{address}", status=404)


def test_the_pages_ask_as_much_of_the_database_for_many_editions_as_for_one(
    client, edition, tmp_path
):
    few = [queries_of(client, "/editions/"), queries_of(client, FEBRUARY)]

    for _ in range(4):
        issue()

    assert Edition.objects.count() == 5
    assert [queries_of(client, "/editions/"), queries_of(client, FEBRUARY)] == few
    assert max(few) <= 12


def test_the_archive_is_narrowed_by_series_and_year(client, edition):
    issue(2025, 3)

    assert FEBRUARY in read(client, "/editions/?series=spend&year=2025-26")
    earlier = read(client, "/editions/?year=2024-25")
    assert "/editions/spend/2025-03/1/" in earlier
    assert FEBRUARY not in earlier
    assert "No edition is like that" in read(client, "/editions/?year=1999-00")


@pytest.mark.parametrize("asked", ["series=secrets", "year=2025-27", "year=soon"])
def test_an_archive_asked_for_what_cannot_be_says_so(client, edition, asked):
    page = read(client, f"/editions/?{asked}")

    assert "There is a problem" in page
    assert FEBRUARY not in page
