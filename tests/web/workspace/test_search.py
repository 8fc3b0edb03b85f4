import pytest
from django.urls import reverse

from almoner.accounts.roles import Role
from almoner.agreements.search import entry_of_agreement
from almoner.agreements.states import AgreementKind
from almoner.commissions.operations import restrict_case
from almoner.search.audiences import OFFICIALS, PUBLIC
from almoner.search.models import Entry
from almoner.search.operations import index_entries
from almoner.search.sources import sources
from almoner.web.workspace.search import KINDS
from tests.commissions.factories import NOON
from tests.decisions.factories import head, signed, submitted
from tests.factories import DAY, VersionFactory, official

pytestmark = pytest.mark.django_db


def entry(number, title, text="", *, audience=PUBLIC, kind="outbox.message"):
    return Entry(
        kind=kind,
        reference=f"MSG-{number}",
        object_pk=number,
        audience=audience,
        title=title,
        text=text,
        happened_on=DAY,
    )


def ask(client, typed, **more):
    return client.get(reverse("workspace:search"), {"q": typed, **more})


def test_search_shows_what_was_found_with_its_words_marked(client):
    index_entries([entry(1, "The Orchid <refuge>", "A refuge & more")])
    client.force_login(official(Role.PUBLISHER))

    response = ask(client, "refuge")

    assert response.status_code == 200
    assert "1 result" in response.text
    assert '<a href="/workspace/outbox/MSG-1/">The Orchid &lt;<mark>refuge</mark>&gt;</a>' in (
        response.text
    )
    assert "A <mark>refuge</mark> &amp; more" in response.text
    assert "4 March 2026" in response.text


def test_search_shows_what_has_no_page_without_a_link(client):
    index_entries([entry(1, "The refuge", kind="sample.thing")])
    client.force_login(official(Role.PUBLISHER))

    assert "The <mark>refuge</mark>" in ask(client, "refuge").text


@pytest.mark.parametrize("kind", list(AgreementKind))
def test_search_leads_to_a_page_of_an_agreement_that_its_reader_may_open(client, kind):
    version = VersionFactory(agreement__kind=kind, said={"title": "The Orchid refuge"})
    index_entries([entry_of_agreement(version)])
    led_to = {Role.PUBLISHER: "/workspace/agreements/", Role.ADMINISTRATOR: f"/registers/{kind}s/"}

    for role, place in led_to.items():
        client.force_login(official(role))
        address = f"{place}{version.agreement}/"

        assert f'<a href="{address}">' in ask(client, "orchid").text
        assert client.get(address).status_code == 200


def test_search_keeps_what_is_for_officials_from_an_administrator(client):
    index_entries([entry(1, "The Orchid refuge", audience=OFFICIALS)])
    client.force_login(official(Role.ADMINISTRATOR))

    response = ask(client, "orchid")

    assert "Nothing found for “orchid”" in response.text


@pytest.mark.parametrize("typed", ["", '"', "<script>", "\x00"])
def test_search_takes_whatever_is_typed(client, typed):
    client.force_login(official(Role.PUBLISHER))

    response = ask(client, typed)

    assert response.status_code == 200
    assert "<script>" not in response.text.replace("<script src", "")


def test_search_is_paged_and_asks_as_many_questions_for_many_as_for_one(
    client, django_assert_max_num_queries
):
    client.force_login(official(Role.PUBLISHER))
    index_entries([entry(1, "A refuge")])
    with django_assert_max_num_queries(12) as one:
        ask(client, "refuge")

    index_entries([entry(number, f"A refuge {number}") for number in range(2, 30)])
    with django_assert_max_num_queries(len(one)):
        first = ask(client, "refuge")

    assert first.text.count("<mark>refuge</mark>") == 20
    assert ask(client, "refuge", page=2).text.count("<mark>refuge</mark>") == 9


def test_every_kind_of_entry_has_a_word_for_readers():
    assert set(KINDS) == set(sources)


def test_search_forgives_a_misspelt_word_and_offers_what_was_typed(client):
    index_entries([entry(1, "The Orchid refuge", "Counselling & more")])
    client.force_login(official(Role.PUBLISHER))

    page = ask(client, "conselling").text

    assert (
        "Nothing was found for “conselling”. This is what “<strong>counselling</strong>” finds"
        in (page)
    )
    assert "<mark>Counselling</mark>" in page
    assert 'href="?q=conselling&amp;exactly=yes"' in page
    assert "Nothing found for “conselling”" in ask(client, "conselling", exactly="yes").text


def test_search_offers_nobody_a_word_that_only_others_find(client):
    index_entries([entry(1, "The Orchid refuge", audience=OFFICIALS)])
    client.force_login(official(Role.ADMINISTRATOR))
    assert "orchid" not in ask(client, "orchjd").text.lower()

    client.force_login(official(Role.PUBLISHER))
    assert "orchid" in ask(client, "orchjd").text.lower()


def test_search_leads_to_a_decision_where_its_reader_may_open_it(client):
    awaited, out = submitted(), signed(by=head())
    page = f'href="/workspace/decisions/{out}/"'
    client.force_login(official(Role.PUBLISHER))
    before = ask(client, "counselling").text
    for one in (awaited, out):
        restrict_case(one.commission, by=one.commission.lead, at=NOON)

    after = ask(client, "counselling").text

    assert (page in before, f'href="/workspace/decisions/{awaited}/"' in before) == (True, True)
    assert (page in after, awaited.reference in after) == (False, False)
    assert f'href="/decisions/{out.number}/"' in after
