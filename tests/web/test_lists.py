import pytest
from django.test import RequestFactory

from almoner.web.lists import order_of, page_of

COLUMNS = {"amount": "net_amount", "day": "paid_on"}


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("?page=2", 2), ("?page=99", 3), ("?page=x", 1), ("?page=-1", 3)]
)
def test_a_page_that_is_not_there_is_the_nearest_that_is(asked, number):
    request = RequestFactory().get(f"/{asked}")

    assert page_of(request, range(120)).number == number


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", "-paid_on"),
        ("?sort=amount", "net_amount"),
        ("?sort=-amount", "-net_amount"),
        ("?sort=supplier__bank_account", "-paid_on"),
        ("?sort=--amount", "-paid_on"),
    ],
)
def test_a_list_is_ordered_only_by_what_the_page_offers(asked, order):
    request = RequestFactory().get(f"/{asked}")

    assert order_of(request, COLUMNS, default="-day") == order
