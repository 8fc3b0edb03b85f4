import pytest

from almoner.agreements.states import AgreementKind
from almoner.organisations.models import Organisation
from almoner.registers.kinds import Register
from almoner.search.operations import rebuild_index
from almoner.search.sources import sources
from tests.decisions.factories import head, signed, submitted
from tests.factories import VersionFactory, WithholdingFactory
from tests.registers.agreement_files import bring_in, contracts_file, grants_file
from tests.web.public.published import publish, queries_of, read

pytestmark = pytest.mark.django_db
PAGE = "/search/"


@pytest.fixture
def registers(db, tmp_path):
    """A contract, grants and payments, all with Harbour Trust among others."""
    bring_in(contracts_file(tmp_path))
    bring_in(grants_file(tmp_path), Register.GRANTS)
    publish(tmp_path)


def words(client, asked=""):
    return " ".join(read(client, f"{PAGE}{asked}").split())


def test_the_page_says_what_it_looks_through(client):
    page = words(client)

    assert "organisations, grants, contracts, decisions and payments at once" in page
    assert 'action="/search/"' in page


def test_search_finds_in_every_register_and_groups_what_it_found(client, registers):
    page = words(client, "?q=harbour")

    grant, contract = (
        VersionFactory._meta.model.objects.get(organisation_name="Harbour Trust", kind=kind)
        for kind in (AgreementKind.GRANT, AgreementKind.CONTRACT)
    )
    harbour = Organisation.objects.get(name="Harbour Trust")
    assert "5 results" in page
    assert f'href="/organisations/{harbour}/"' in page
    assert f'href="/registers/grants/{grant.agreement}/"' in page
    assert f'href="/registers/contracts/{contract.agreement}/"' in page
    assert page.count('href="/registers/spend/PAY-') == 2
    assert "<mark>Harbour</mark> Trust" in page
    assert (
        f'Grant · <strong>£5,000.00</strong> · <span class="reference">{grant.agreement}<' in page
    )
    assert "Contract · <strong>£100,000.50</strong> · " in page
    assert '<strong>£1,250.50</strong> · <span class="reference">PAY-' in page
    assert page.index(">Organisations ") < page.index(">Grants and contracts ")


def test_a_group_shows_its_first_and_leads_to_all_of_it_by_the_page(client, tmp_path):
    publish(tmp_path, [f"Quay,2026-02-01,{n}.00,Grants,Row" for n in range(1, 31)])

    first = words(client, "?q=quay")
    assert first.count('href="/registers/spend/PAY-') == 5
    assert 'href="?q=quay&amp;among=payments"' in first

    assert words(client, "?q=quay&among=payments").count('href="/registers/spend/PAY-') == 20
    last = words(client, "?q=quay&among=payments&page=2")
    assert last.count('href="/registers/spend/PAY-') == 10
    assert "30 results" in last


@pytest.mark.parametrize("asked", ["?q=submarine", "?q=submarine&among=payments"])
def test_search_says_when_it_found_nothing(client, registers, asked):
    assert "Nothing found for “submarine”" in words(client, asked)


@pytest.mark.parametrize("asked", ["?q=%00", "?q=%20", "?q=&among=payments"])
def test_to_search_for_nothing_is_no_mistake(client, registers, asked):
    assert "It looks through" in words(client, asked)


def test_to_search_among_what_is_no_kind_is_to_search_in_all(client, registers):
    assert "5 results" in words(client, "?q=harbour&among=people")


def test_what_is_withheld_is_neither_found_nor_counted(client, registers):
    WithholdingFactory(organisation=Organisation.objects.get(name="Harbour Trust"))
    for kind in sources:
        rebuild_index(kind)

    assert "Nothing found for “harbour”" in words(client, "?q=harbour")
    assert "Nothing found for “harbour”" in words(client, "?q=harbour&among=agreements")


@pytest.mark.parametrize("asked", ["?q=quay", "?q=quay&among=payments", "?q=quay&among=agreements"])
def test_search_asks_as_much_of_the_database_for_many_rows_as_for_one(client, tmp_path, asked):
    row = "C-{0},A roof,Quay {0},,,01/04/2025,31/03/2026,2500,"
    bring_in(contracts_file(tmp_path, [row.format(0)]))
    publish(tmp_path, ["Quay 0,2026-02-01,1.00,Grants,One"], name="one.csv")
    few = queries_of(client, f"{PAGE}{asked}")

    bring_in(contracts_file(tmp_path, [row.format(n) for n in range(9)], name="more.csv"))
    publish(tmp_path, [f"Quay {n},2026-02-01,1.00,Grants,Row" for n in range(9)], name="many.csv")

    assert queries_of(client, f"{PAGE}{asked}") == few <= 12


def test_search_finds_part_1_of_what_is_published_and_leads_to_it(client):
    out, waiting = signed(by=head(), title="Beds"), submitted(title="Beds and meals")

    page = words(client, "?q=beds")

    assert f'href="/decisions/{out.number}/"' in page
    assert "1 result" in page
    assert waiting.number not in page
    assert f'href="/decisions/{out.number}/"' in words(client, "?q=beds&among=decisions")


def test_search_asks_no_more_than_twelve_questions_where_it_finds_of_every_kind(client, registers):
    signed(by=head(), title="Harbour beds")

    assert queries_of(client, f"{PAGE}?q=harbour") <= 12
