import pytest
import time_machine

from almoner.cli.static_site.links import as_file, lead

ORG, PAYMENTS = "ORG-2222222222", "/registers/spend/"


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("#main", "#main"),
        ("https://example.org/?q=1", "https://example.org/?q=1"),
        ("/static/favicon.svg", "/static/favicon.svg"),
        ("/registers/spend/", PAYMENTS),
        ("?page=1", PAYMENTS),
        ("?page=3", "/registers/spend/page/3/"),
        ("?page=x", None),
        ("?sort=amount", None),
        ("?q=beds&sort=amount", None),
        ("/registers/spend/?period=2025-26", "/search/?register=spend&year=2025-26"),
        ("/registers/spend/?period=2011-12-Y", "/search/?register=spend&year=2011-12"),
        ("/registers/spend/?period=2025-04", None),
        (f"/registers/spend/?organisation={ORG}", f"/search/?register=spend&recipient={ORG}"),
        (f"/registers/grants/?recipient={ORG}", f"/search/?register=grants&recipient={ORG}"),
        ("/registers/grants/?q=", "/search/?register=grants"),
        ("/registers/contracts.csv?as_at=2026-03-04", "/registers/contracts.csv"),
        ("/registers/contracts.csv?as_at=2026-03-03", None),
        ("/registers/contracts.csv?q=beds", None),
        ("/registers/spend.csv", "/registers/spend.csv"),
        ("/about/contact/?about=/registers/", "/about/contact/"),
        ("/account/login/", None),
        ("/workspace/", None),
        ("/api/", None),
        ("/nowhere/", None),
        ("/search/", "/search/"),
        ("/search/?q=beds", "/search/?q=beds"),
        ("/registers/#withheld", "/registers/#withheld"),
    ],
)
@time_machine.travel("2026-03-04 12:00:00+00:00", tick=False)
def test_a_link_leads_to_a_file_or_nowhere(href, leads):
    assert lead(href, PAYMENTS) == leads


def test_a_link_that_leads_nowhere_becomes_plain_words():
    page = '<p><a class="sort" href="?sort=amount">Amount</a> <a href="/duties/">How fresh</a></p>'

    assert as_file(page, PAYMENTS) == '<p>Amount <a href="/duties/">How fresh</a></p>'


def test_what_stands_in_a_link_stays_as_it_was_written():
    page = '<a download href="/registers/spend.csv">C &amp; V</a>'

    assert as_file(page, PAYMENTS) == page


def test_a_form_that_writes_is_gone_and_one_that_asks_asks_the_search():
    page = '<form method="POST">a</form><form method="get"><select name="period"></select></form>'

    written = as_file(page, PAYMENTS)

    assert "POST" not in written
    assert "period" not in written
    assert 'action="/search/"' in written
    assert 'name="register" value="spend"' in written


def test_a_twin_that_only_a_server_can_make_is_not_named_in_the_heading():
    page = '<link rel="alternate" href="/registers/spend.csv?q=beds">\n  <title>x</title>'

    assert as_file(page, PAYMENTS) == "<title>x</title>"
