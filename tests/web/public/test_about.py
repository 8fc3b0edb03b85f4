import re
from itertools import pairwise

import pytest

from almoner.statements.licences import Licence
from almoner.statements.pages import StandingPage
from tests.factories import DraftStatementFactory, StatementVersionFactory
from tests.web.public.published import queries_of, read

pytestmark = pytest.mark.django_db
PAGES = [f"/about/{page}/" for page in StandingPage]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_what_was_shipped_and_that_nobody_has_confirmed_it(client, address):
    page = read(client, address)

    assert "Wexmoor Council has not confirmed it yet" in page
    assert page.count("<h1") == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert all(after - now <= 1 for now, after in pairwise(levels))


def test_a_page_says_what_two_people_agreed_on_and_when(client):
    StatementVersionFactory(text="## Your rights\n\n<b>None</b> & [all](/about/contact/)")
    DraftStatementFactory(text="Not for the public yet")

    page = read(client, "/about/privacy/")

    assert "Last reviewed on 4 March 2026. To be reviewed again by 4 March 2027." in page
    assert "<h2>Your rights</h2>" in page
    assert '&lt;b&gt;None&lt;/b&gt; &amp; <a href="/about/contact/">all</a>' in page
    assert "Not for the public yet" not in page
    assert "has not confirmed" not in page


def test_the_licence_is_named_and_linked(client):
    StatementVersionFactory(page=StandingPage.LICENCE, licence=Licence.CC_BY_4, text="Use it")

    page = read(client, "/about/licence/")

    link = f'<a href="{Licence.CC_BY_4.address}" rel="license">{Licence.CC_BY_4.label}</a>'
    assert link in page


def test_there_is_no_other_page(client):
    read(client, "/about/cheese/", status=404)


@pytest.mark.parametrize(
    "address", ["/", "/registers/", "/portal/", "/account/login/", "/nowhere/"]
)
def test_every_page_leads_to_the_standing_pages(client, address):
    page = client.get(address).text

    for about in PAGES:
        assert f'href="{about}"' in page


def test_a_page_asks_as_much_of_the_database_whatever_its_history(client):
    few = queries_of(client, "/about/privacy/")

    StatementVersionFactory.create_batch(5)

    assert queries_of(client, "/about/privacy/") == few <= 3
