import re
from datetime import timedelta
from http import HTTPStatus
from xml.etree import ElementTree as ET

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement
from almoner.organisations.models import Organisation
from almoner.organisations.operations import merge_organisations
from almoner.payments.models import Payment
from almoner.registers.kinds import Register
from almoner.registers.models import Sighting
from tests.factories import NOON, SightingFactory, VersionFactory, official, published_copy
from tests.registers.agreement_files import (
    BEDS,
    CONTRACTS,
    ROOF,
    SHELTER,
    brought_in,
    contracts_file,
    grants_file,
)
from tests.web.public.published import issue, publish, queries_of, read
from tests.web.public.refuge import plant, taken_down

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SITE = "https://wexmoor.test"
SPEND, CONTRACTS_FEED = "/registers/spend.atom", "/registers/contracts.atom"
EACH = ("id", "title", "updated", "summary", "link")


def feed(client, address=SPEND):
    """A feed that holds all that RFC 4287 asks of one, and nothing else."""
    root = ET.fromstring(read(client, address))
    assert root.tag == f"{ATOM}feed"
    assert [root.find(f"{ATOM}author/{ATOM}name").text] == ["Wexmoor Council"]
    known = {f"{ATOM}{name}" for name in (*EACH, "author", "entry")}
    assert {child.tag for child in root} <= known
    for part in [root, *root.iter(f"{ATOM}entry")]:
        once = ("id", "title", "updated")
        assert all(len(part.findall(f"{ATOM}{name}")) == 1 for name in once)
        assert part.find(f"{ATOM}id").text.startswith(SITE)
        assert RFC_3339.fullmatch(part.find(f"{ATOM}updated").text)
        assert part.find(f"{ATOM}link[@rel='alternate']").get("href").startswith(SITE)
    ids = [one.find(f"{ATOM}id").text for one in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return root


def said(root, name="title"):
    return [one.find(f"{ATOM}{name}").text for one in root.iter(f"{ATOM}entry")]


def links(root):
    return {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}


def test_a_payment_is_told_in_plain_words_at_the_moment_it_came_here(client, spend):
    with time_machine.travel(NOON):
        root = feed(client)

    assert "£1,250.50 to Harbour Trust, 3 February 2026" in said(root)
    assert "\N{MINUS SIGN}£250.00 to Quay & Sons, 4 February 2026" in said(root)
    assert "A night shelter. Paid by Wexmoor Council." in said(root, "summary")
    paid = Payment.objects.get(purpose="A night shelter")
    assert f"{SITE}/registers/spend/{paid}/" in said(root, "id")
    moment = paid.batch.recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert set(said(root, "updated")) == {moment}


def test_what_came_last_is_first_whatever_day_it_claims(client, spend, tmp_path):
    publish(tmp_path, ["Late Trust,2020-01-02,9.00,Grants,"], name="late.csv")

    assert said(feed(client))[0] == "£9.00 to Late Trust, 2 January 2020"


def test_a_search_is_followed_by_its_address_and_the_feed_says_what_it_is_of(client, spend):
    root = feed(client, f"{SPEND}?q=shelter&period=2026-02&sort=amount&at_least=")

    assert said(root) == ["£1,250.50 to Harbour Trust, 3 February 2026"]
    told = "Wexmoor Council: Payments to suppliers (Search for: shelter; Period: February 2026)"
    assert root.find(f"{ATOM}title").text == told
    asked = "?q=shelter&period=2026-02"
    assert links(root)["self"] == f"{SITE}{SPEND}{asked}"
    assert links(root)["alternate"] == f"{SITE}/registers/spend/{asked}"
    assert root.find(f"{ATOM}id").text == f"{SITE}{SPEND}{asked}"


def test_a_search_that_makes_no_sense_is_refused_with_the_reason(client, spend):
    assert "period" in read(client, f"{SPEND}?period=never", status=HTTPStatus.BAD_REQUEST)


def test_fifty_are_in_a_page_and_links_lead_to_the_others(client, tmp_path):
    publish(tmp_path, [f"Trust,2026-02-03,{n}.00,Grants,{n}" for n in range(1, 31)], name="a.csv")
    publish(tmp_path, [f"Trust,2026-02-03,{n}.00,Grants,{n}" for n in range(31, 106)], name="b.csv")

    pages = [feed(client, f"{SPEND}?page={n}") for n in (1, 2, 3)]

    assert [len(said(page)) for page in pages] == [50, 50, 5]
    assert len({one for page in pages for one in said(page, "id")}) == 105
    first, middle, last = map(links, pages)
    assert first["next"] == middle["self"] == f"{SITE}{SPEND}?page=2"
    assert (first["self"], "previous" in first) == (f"{SITE}{SPEND}", False)
    assert (middle["previous"], middle["last"]) == (f"{SITE}{SPEND}", f"{SITE}{SPEND}?page=3")
    assert "next" not in last


def test_a_feed_asks_the_database_no_more_for_many_rows_than_for_few(client, spend, tmp_path):
    few = queries_of(client, SPEND)

    for n in range(4):
        rows = [f"Trust,2026-02-03,{n}.{m:02},Grants," for m in range(10, 25)]
        publish(tmp_path, rows, name=f"{n}.csv")

    assert queries_of(client, SPEND) == few


def test_an_agreement_is_told_again_when_what_is_said_of_it_in_public_changes(client, tmp_path):
    brought_in(contracts_file(tmp_path, CONTRACTS))
    longer = ROOF.replace("31/03/2026,2500", "31/03/2027,3000")
    brought_in(contracts_file(tmp_path, [SHELTER, longer], name="next.csv"), days=1)

    root = feed(client, CONTRACTS_FEED)

    assert said(root) == ["Changed contract: A roof", "New contract: Night shelter"]
    changed, new = said(root, "summary")
    assert "£3,000.00; before: £2,500.00" in changed
    assert "31 March 2027; before: 31 March 2026" in changed
    assert new.startswith("With Harbour Trust. Amount: £100,000.50. From 1 April 2025")
    ids = said(root, "id")
    assert len({one.partition("#")[0] for one in ids}) == len(ids)


def test_what_only_officials_can_see_changed_is_no_news(client, tmp_path):
    brought_in(contracts_file(tmp_path))
    before = read(client, CONTRACTS_FEED)

    other = SHELTER.replace("lena@wexmoor.test", "omar@wexmoor.test")
    done = brought_in(contracts_file(tmp_path, [other, ROOF], name="next.csv"), days=1)

    assert done.figures.changed == 1
    assert sorted(said(feed(client, CONTRACTS_FEED), "id")) == sorted(
        re.findall(r"<id>(.*?)</id>", before)[1:]
    )


def test_a_register_is_followed_as_it_is_now_whichever_day_was_read(client, tmp_path):
    brought_in(grants_file(tmp_path, [BEDS]), Register.GRANTS)

    root = feed(client, "/registers/grants.atom?as_at=2001-01-01&reading=now")

    assert said(root) == ["New grant: Beds in winter"]
    assert links(root)["self"] == f"{SITE}/registers/grants.atom"


def test_a_held_row_is_in_no_feed_and_what_was_public_before_still_is(client, tmp_path):
    brought_in(contracts_file(tmp_path))
    before = said(feed(client, CONTRACTS_FEED), "id")
    dearer = ROOF.replace("2500", "9900")
    brought_in(contracts_file(tmp_path, [SHELTER, dearer], name="next.csv"), days=1)
    version = Agreement.objects.get(versions__said__reference="C-2", versions__amount=9900)
    held = SightingFactory(payment=None, version=version.versions.get(amount=9900))
    assert Sighting.objects.get() == held

    assert sorted(said(feed(client, CONTRACTS_FEED), "id")) == sorted(before)


def test_an_organisation_is_followed_in_all_its_dealings_and_by_whichever_name(
    client, spend, tmp_path
):
    brought_in(contracts_file(tmp_path), days=1)
    trust = Organisation.objects.get(name="Harbour Trust")
    other = VersionFactory(organisation_name="Harbor Tr").organisation
    by = official(Role.FINANCE)
    merge_organisations(other, into=trust, reason="", by=by, at=NOON)

    root = feed(client, f"/organisations/{trust}.atom")

    assert root.find(f"{ATOM}title").text == "Wexmoor Council: Harbour Trust"
    assert "New contract: Night shelter" in said(root)
    assert "£1,250.50 to Harbour Trust, 3 February 2026" in said(root)
    assert not [title for title in said(root) if "Quay" in title]
    led = client.get(f"/organisations/{other}.atom")
    assert led["Location"] == f"/organisations/{trust}.atom"


def test_copies_and_editions_are_followed(client, spend):
    out = published_copy()
    issue()

    copies = feed(client, "/registers/contract-copies.atom")
    assert len(said(copies)) == 1
    assert str(out.agreement) in said(copies, "id")[0]
    editions = said(feed(client, "/editions.atom"))
    assert len(editions) == 1
    assert "February 2026, edition 1" in editions[0]


def test_what_was_taken_out_of_an_edition_is_told_and_not_what_it_was(client, tmp_path):
    refuge = plant(tmp_path)

    taken_down(organisation=refuge)

    root = feed(client, "/editions.atom")
    assert [title for title in said(root) if title.startswith("Rows were taken out")]
    assert "Safety" in " ".join(said(root, "summary"))
    assert "Zephyrine" not in read(client, "/editions.atom")


def test_a_feed_of_nothing_is_a_feed(client):
    assert said(feed(client, "/editions.atom")) == []


def test_what_no_xml_may_hold_does_not_break_a_feed(client, tmp_path):
    publish(tmp_path, ["A & B <b>\x0b,2026-02-03,1.00,Grants,\ufffe"], name="odd.csv")

    assert "A & B <b>" in said(feed(client))[0]


def test_a_feed_says_whether_it_has_changed_and_anybody_may_fetch_it(client, spend, tmp_path):
    first = client.get(SPEND)
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert first["Access-Control-Allow-Origin"] == "*"

    again = client.get(SPEND, headers={"if-none-match": first["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED

    publish(tmp_path, ["More Trust,2026-02-05,5.00,Grants,"], name="more.csv")
    anew = client.get(SPEND, headers={"if-none-match": first["ETag"]})
    assert anew.status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("/registers/spend/?q=shelter&page=1&sort=amount", "/registers/spend.atom?q=shelter"),
        ("/editions/", "/editions.atom"),
    ],
)
def test_a_list_leads_to_its_feed(client, spend, page, shown):
    said_there = read(client, page)

    assert f'<link rel="alternate" type="application/atom+xml" href="{shown}">' in said_there
    assert f'<a href="{shown}">' in said_there


def test_a_register_read_on_a_past_day_leads_to_the_feed_of_today(client, tmp_path):
    brought_in(contracts_file(tmp_path))

    page = read(client, "/registers/contracts/?as_at=2026-03-04&q=roof")

    assert 'href="/registers/contracts.atom?q=roof"' in page


def test_the_page_of_feeds_leads_to_each_list_in_both_ways(client):
    page = read(client, "/feeds/")

    for path in ("/registers/spend", "/registers/grants", "/editions"):
        assert f'href="{path}.atom"' in page
        assert f"/follow/?search={path.replace('/', '%2F')}%2F" in page


def test_a_row_is_dated_by_when_it_came_here_and_not_by_what_its_file_claims(client, tmp_path):
    brought_in(contracts_file(tmp_path), days=2, known_from=(NOON - timedelta(days=9)).date())

    assert {one[:10] for one in said(feed(client, CONTRACTS_FEED), "updated")} == {"2026-03-06"}
