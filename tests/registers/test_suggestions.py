import pytest

from almoner.organisations.models import Organisation
from almoner.registers.kinds import Register
from almoner.registers.suggestions import words_said
from tests.factories import DAY
from tests.registers.agreement_files import brought_in, contracts_file
from tests.web.public.published import publish
from tests.web.public.refuge import taken_down

pytestmark = pytest.mark.django_db
HEADER = "Contract Reference,Contract Title,Supplier,Department,Contract Value"
LINES = ["C-1,Beds,Harbour Trust,Youth,5", "C-2,Roof,Quay & Sons,Estates,6", "C-3,Door,Quay,,7"]


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def said(register, *fields):
    return words_said(register, fields, on=DAY)


def test_words_said_are_those_of_the_register_in_the_order_of_the_alphabet(tmp_path):
    brought_in(contracts_file(tmp_path, LINES, header=HEADER))
    publish(tmp_path)

    told = said(Register.CONTRACTS, "department", "area")

    assert told == {"department": ["Estates", "Youth"], "area": []}
    assert said(Register.SPEND, "category") == {"category": ["Care", "Grants", "Repairs"]}


def test_words_said_by_nothing_but_what_is_taken_down_are_not_suggested(tmp_path):
    brought_in(contracts_file(tmp_path, LINES, header=HEADER))
    assert said(Register.CONTRACTS, "department") == {"department": ["Estates", "Youth"]}

    taken_down(organisation=Organisation.objects.get(name="Harbour Trust"))

    assert said(Register.CONTRACTS, "department") == {"department": ["Estates"]}
