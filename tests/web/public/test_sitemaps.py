import re
import xml.etree.ElementTree as ET
from urllib.robotparser import RobotFileParser

import pytest

from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.web.public import sitemaps
from tests.factories import WithholdingFactory
from tests.registers.agreement_files import bring_in, contracts_file
from tests.web.public.published import body_of, bytes_of, issue, read

pytestmark = pytest.mark.django_db
HOST = "https://wexmoor.test"


def places(client, address="/sitemap.xml"):
    """Every address of the sitemap, through all its parts."""
    tree = ET.fromstring(bytes_of(client.get(address)))
    found = [one.text.removeprefix(HOST) for one in tree.iter() if one.tag.endswith("}loc")]
    if tree.tag.endswith("}sitemapindex"):
        return [place for part in found for place in places(client, part)]
    return found


def test_every_page_that_is_listed_is_there(client, spend, tmp_path):
    issue()
    bring_in(contracts_file(tmp_path))

    found = places(client)

    assert len(found) == len(set(found))
    assert {"/", "/editions/spend/2026-02/1/", "/about/privacy/"} <= set(found)
    assert sum(place.startswith("/registers/spend/PAY-") for place in found) == 4
    assert any(place.startswith("/registers/contracts/AGR-") for place in found)
    for place in found:
        assert client.get(place).status_code == 200, place


def test_what_is_withheld_is_on_no_map(client, spend):
    trust = Organisation.objects.get(name="Harbour Trust")
    WithholdingFactory(organisation=trust)

    found = " ".join(places(client))

    assert trust.reference not in found
    for payment in Payment.objects.filter(organisation=trust):
        assert payment.reference not in found


def test_many_records_are_listed_in_parts(client, spend, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 3)

    found = [place for place in places(client) if "/PAY-" in place]

    assert len(found) == len(set(found)) == 4
    assert client.get("/sitemap-payments-2.xml").status_code == 200


@pytest.mark.parametrize("part", ["payments-0", "payments-2", "pages-2", "secrets-1"])
def test_a_part_that_is_not_there_is_no_page(client, spend, part):
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_each_record_says_when_it_last_changed(client, spend):
    said = body_of(client.get("/sitemap-payments-1.xml"))

    assert len(re.findall(r"<lastmod>\d{4}-\d\d-\d\d</lastmod>", said)) == 4


def test_robots_are_led_to_the_map_and_kept_from_the_workspace(client):
    said = read(client, "/robots.txt")

    rules = RobotFileParser()
    rules.parse(said.splitlines())
    assert rules.site_maps() == [f"{HOST}/sitemap.xml"]
    assert rules.can_fetch("*", f"{HOST}/registers/spend/")
    assert not rules.can_fetch("*", f"{HOST}/workspace/")
