import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from almoner.accounts.operations import grant_role_as_operator, note_access
from almoner.accounts.roles import Role
from almoner.accounts.states import AccessOutcome
from almoner.core.actors import OPERATOR
from almoner.core.ledger import checkpoint
from tests.factories import NOON, UserFactory, official
from tests.samples import rename

pytestmark = pytest.mark.django_db
PAGES = ["workspace:ledger", "workspace:access-log"]


@pytest.fixture
def auditor(client):
    person = official(Role.AUDITOR, name="Finn Abara")
    client.force_login(person)
    return person


def test_ledger_names_people_and_shows_where_it_ends(client, auditor):
    lena, omar = UserFactory(name="Lena Ortiz"), UserFactory(name="Omar Said")
    rename(lena, by=omar, name="Lena Ortiz")

    response = client.get(reverse("workspace:ledger"))

    for words in ("Omar Said", "Lena Ortiz", "sample.renamed", checkpoint().head):
        assert words in response.text


def test_ledger_names_the_people_in_its_facts_and_the_system(client, auditor):
    holder = UserFactory(name="Lena Ortiz")
    grant_role_as_operator(holder, Role.FINANCE, by=OPERATOR, at=NOON)

    response = client.get(reverse("workspace:ledger"))

    assert "person: Lena Ortiz" in response.text
    assert "the system (operator)" in response.text


def test_ledger_can_be_narrowed_to_a_person_or_a_thing(client, auditor):
    lena, omar = UserFactory(), UserFactory()
    rename(lena, by=omar)
    rename(omar, by=auditor)

    def numbers(reference):
        response = client.get(reverse("workspace:ledger"), {"reference": reference})
        return [line.number for line in response.context["lines"]]

    assert numbers(lena.reference.lower()) == [1]
    assert numbers(omar.reference) == [2, 1]
    assert numbers("") == [2, 1]


def test_access_log_says_who_tried_what(client, auditor):
    omar = UserFactory(name="Omar Said")
    about = f"accounts.user:{omar}"
    note_access(who=omar.actor, about=about, outcome=AccessOutcome.SIGN_IN_FAILED, at=NOON)

    response = client.get(reverse("workspace:access-log"), {"reference": omar.reference})

    assert [line.who for line in response.context["lines"]] == ["Omar Said"]
    assert "Failed to sign in" in response.text


@pytest.mark.parametrize("page", PAGES)
def test_only_the_auditor_reads_them(client, page):
    client.force_login(official(Role.ADMINISTRATOR))

    response = client.get(reverse(page))

    assert response.status_code == 403
    assert "Only the internal auditor reads the" in response.text


@pytest.mark.parametrize("page", PAGES)
def test_with_nothing_to_show_they_say_so(client, auditor, page):
    response = client.get(reverse(page), {"reference": "PCD-1"})

    assert response.status_code == 200
    assert response.context["lines"] == []


@pytest.mark.parametrize("page", PAGES)
def test_they_ask_as_many_questions_however_long_they_are(client, auditor, page):
    asked = set()
    for _ in range(3):
        person = UserFactory()
        rename(person, by=person)
        note_access(who=person.actor, about="x:Y-1", outcome=AccessOutcome.ALLOWED, at=NOON)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(page))
        asked.add(len(queries))

    assert len(asked) == 1
