import pytest
import time_machine
from django.urls import reverse

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement
from tests.factories import NOON, official
from tests.registers.agreement_files import SHELTER, bring_in, contracts_file

pytestmark = pytest.mark.django_db
LIST = "/workspace/repeated-rows/"


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def hugo(client):
    person = official(Role.AGREEMENT_MANAGER, name="Hugo Tansley")
    client.force_login(person)
    return person


@pytest.fixture
def again(tmp_path):
    bring_in(contracts_file(tmp_path, [SHELTER, SHELTER]))
    return Agreement.objects.get(occurrence=2)


def test_rows_that_are_alike_are_listed_counted_once_and_taken_back(client, hugo, again):
    listed = client.get(LIST).text
    assert again.reference in listed
    assert "£100,000.50" in listed

    said = client.post(reverse("workspace:say-repeated", args=[again]), follow=True).text
    assert "No two rows say the same" in said
    assert "Hugo Tansley, 4 March 2026" in said
    assert "It says something else by now" not in said

    back = client.post(reverse("workspace:say-separate", args=[again]), follow=True).text
    assert "Alike in every word" in back


def test_the_list_says_so_when_no_two_rows_are_alike(client, hugo):
    assert "No two rows say the same" in client.get(LIST).text


def test_what_is_not_listed_is_not_said(client, hugo, again):
    first = Agreement.objects.get(occurrence=1)

    assert client.post(reverse("workspace:say-repeated", args=[first])).status_code == 404
    assert client.post(reverse("workspace:say-separate", args=[again])).status_code == 404


def test_the_auditor_reads_and_says_nothing(client, again):
    client.force_login(official(Role.AUDITOR))

    assert "count" not in client.get(LIST).text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert client.post(reverse("workspace:say-repeated", args=[again])).status_code == 403


def test_the_page_of_a_row_that_only_repeats_another_says_so_and_offers_no_adoption(
    client, hugo, again
):
    page = reverse("workspace:agreement", args=[again])
    adopt = reverse("workspace:adopt-agreement", args=[again])
    assert adopt in client.get(page).text
    client.post(reverse("workspace:say-repeated", args=[again]))

    said = client.get(page).text

    first = Agreement.objects.get(occurrence=1)
    assert f'only repeats <a href="{reverse("workspace:agreement", args=[first])}">' in said
    assert adopt not in said


def test_the_papers_of_a_row_that_only_repeats_another_can_still_be_opened(client, hugo, again):
    client.post(reverse("workspace:say-repeated", args=[again]))
    papers = reverse("workspace:agreement-documents", args=[again])

    assert papers in client.get(reverse("workspace:agreement", args=[again])).text
    assert client.get(papers).status_code == 200
