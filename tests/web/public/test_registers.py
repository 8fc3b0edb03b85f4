import pytest

from tests.web.public.published import issue, publish, queries_of, read

pytestmark = pytest.mark.django_db


def test_the_page_is_honest_when_nothing_is_published(client):
    assert "Nothing has been published yet" in read(client, "/registers/")


def test_the_page_says_how_fresh_the_register_of_spend_is(client, spend):
    issue()

    page = read(client, "/registers/")

    assert "4 payments, £1,180.49 in all" in page
    assert "from March 2025 to February 2026" in page
    assert "spend.csv, of Wexmoor Council" in page
    assert "February 2026, edition 1" in page


def test_the_page_asks_as_much_of_the_database_for_many_files_as_for_one(client, spend, tmp_path):
    few = queries_of(client, "/registers/")

    for n in range(1, 6):
        publish(tmp_path, [f"Quay,2026-02-0{n},1.00,Grants,Row"], name=f"{n}.csv")

    assert queries_of(client, "/registers/") == few <= 13
