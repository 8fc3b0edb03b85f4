"""What stands in the files of a site that was written once."""

import re

import pytest
from django.test import Client, override_settings

from tests.cli.static_site.sites import dead_links, files_of, write
from tests.web.public.published import bytes_of
from tests.web.public.refuge import plant
from tests.worlds import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker, tmp_path_factory):
    """A refuge among others, and the site that was written of them."""
    folder = tmp_path_factory.mktemp("written")
    body = override_settings(
        BODY_NAME="Wexmoor Council",
        ADDRESS="https://wexmoor.test",
        ALLOWED_HOSTS=["wexmoor.test", "testserver"],
    )
    with body, made_once(django_db_blocker, folder):
        refuge, out = plant(folder), folder / "site"
        assert write(out) == 0
        yield refuge, out


@pytest.fixture
def out(written):
    return written[1]


@pytest.fixture
def refuge(written):
    return written[0]


def test_every_written_route_has_files_and_no_link_in_them_is_dead(refuge, out):
    assert dead_links(out) == []
    pages = set(files_of(out))
    assert {"index.html", "404.html", "about/contact/index.html", "search/index.html"} <= pages
    assert {"registers/spend.csv", "duties.json", "registers/contract-copies.csv"} <= pages
    for pattern in (
        r"organisations/ORG-\w+/index\.html",
        r"registers/spend/PAY-\w+\.json",
        r"registers/contract-copies/AGR-\w+\.pdf",
        r"registers/grants/AGR-\w+\.csv",
        r"editions/spend/2026-02/1/SHA256SUMS",
    ):
        assert [name for name in pages if re.fullmatch(pattern, name)], pattern


def test_a_file_holds_what_the_same_address_answers(refuge, out):
    for name in ("registers/spend.csv", "registers/contracts.json", "organisations/{}.csv"):
        file = name.format(refuge.reference)
        said = bytes_of(Client().get(f"/{file}", headers={"host": "wexmoor.test"}))
        assert (out / file).read_bytes() == said


def test_pages_promise_nothing_that_files_cannot_do(refuge, out):
    feeds = (out / "feeds/index.html").read_text("utf-8")
    catalogue = (out / "catalogue/index.html").read_text("utf-8")
    assert "organisation’s page can be followed" in feeds
    assert "narrow it to a period" not in feeds
    assert "lead to earlier ones" not in feeds
    assert "By e-mail" not in feeds
    assert "data.json" in catalogue
    assert "API" not in catalogue


def test_what_only_a_server_can_answer_is_not_asked_of_files(refuge, out):
    pages = {name: said.decode() for name, said in files_of(out).items() if ".html" in name}
    writes = re.compile(r'="post"|csrfmiddleware')
    assert [name for name, said in pages.items() if writes.search(said)] == []
    spend, home = pages["registers/spend/index.html"], pages["index.html"]
    assert "?sort=" not in spend
    assert 'action="/search/"' in spend
    assert "/search/?register=spend&amp;year=2025-26" in home
    assert "/account/" not in "".join(pages.values())
    assert "there is no form here" in pages["about/contact/index.html"]


def test_pages_run_under_a_strict_policy(refuge, out):
    pages = [said.decode() for name, said in files_of(out).items() if name.endswith(".html")]
    scripts = {tag for page in pages for tag in re.findall(r"<script\b[^>]*>", page)}
    assert {tag for tag in scripts if "src=" not in tag} == {'<script type="application/ld+json">'}
    assert [page for page in pages if re.search(r'\sstyle="|\son\w+="|<style', page)] == []
    assert "script-src 'self';" in (out / "_headers").read_text("utf-8")


def test_an_address_that_was_merged_leads_on(refuge, out):
    merged = refuge.members.get()
    page = (out / f"organisations/{merged}/index.html").read_text("utf-8")
    assert f'content="0; url=/organisations/{refuge}/"' in page
    twins = [(out / f"organisations/{one}.csv").read_bytes() for one in (merged, refuge)]
    assert twins[0] == twins[1]
