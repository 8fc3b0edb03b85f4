import pytest

from tests.web.public.published import issue, publish, queries_of, read

pytestmark = pytest.mark.django_db


def test_home_is_honest_when_nothing_is_published(client):
    page = read(client, "/")

    assert "Nothing has been published yet" in page
    assert "Wexmoor Council" in page


def test_home_sums_up_what_is_published(client, spend):
    page = read(client, "/")

    assert "<strong>4</strong> payments to suppliers, <strong>£1,180.49</strong> in all" in page
    assert "made from March 2025 to February 2026" in page
    assert 'href="/registers/spend/?period=2025-26"' in page
    assert "February 2026: £1,000.50" in page


def test_home_leads_to_the_latest_edition(client, spend):
    issue()

    assert 'href="/editions/spend/2026-02/1/"' in read(client, "/")


def test_home_asks_as_much_of_the_database_for_many_payments_as_for_one(client, tmp_path):
    publish(tmp_path, ["Quay,2026-02-01,1.00,Grants,One"], name="one.csv")
    few = queries_of(client, "/")

    rows = [f"Quay {n},202{n}-02-01,1.00,Grants,Row" for n in range(1, 7)]
    publish(tmp_path, rows, name="many.csv")

    assert queries_of(client, "/") == few <= 12
