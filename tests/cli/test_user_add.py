import pytest

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.cli.program import answer
from almoner.core.models import Event
from tests.accounts.factories import team_with
from tests.factories import UserFactory, official

pytestmark = pytest.mark.django_db
LENA = ["lena", "--name", "Lena Ortiz", "--email", "lena@example.test"]


def test_the_operator_adds_a_person_who_then_sets_a_password(capsys, client):
    code = answer(["user", "add", *LENA, "--role", "publisher", "--role", "finance", "auditor"])

    lena = User.objects.get(username="lena")
    said = capsys.readouterr().out
    assert code == 0
    assert roles_of(lena, on=lena.joined_at.date()) == {Role.PUBLISHER, Role.FINANCE, Role.AUDITOR}
    assert said.startswith(f"Added lena ({lena.reference}): publisher, finance, auditor.\n")
    assert Event.objects.order_by("number").last().actor == "system:operator"

    link = said.split()[-1].removeprefix("http://localhost:8000")
    assert client.get(link, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        ([*LENA, "--role", "publishr"], 2, "'publishr' is no role. The roles are commissioning"),
        (["amara", *LENA[1:], "--role", "auditor"], 1, "Somebody is known as amara already."),
        (["lena o", *LENA[1:], "--role", "auditor"], 2, "A username has letters, figures,"),
        ([*LENA[:-1], "not-an-address", "--role", "auditor"], 2, "not-an-address is not an e-mail"),
    ],
)
def test_what_cannot_be_added_is_said_in_a_sentence(words, code, complaint, capsys):
    UserFactory(username="amara")

    assert answer(["user", "add", *words]) == code
    assert capsys.readouterr().err.startswith(f"almoner: {complaint}")
    assert not User.objects.filter(username="lena").exists()


def test_the_list_says_which_roles_rest_on_the_operators_word(capsys):
    official(Role.FINANCE, username="amara")
    answer(["user", "add", *LENA, "--role", "publisher"])
    capsys.readouterr()

    assert answer(["user", "list"]) == 0

    listed = capsys.readouterr().out
    assert "publisher (to be confirmed)" in listed
    assert "finance (to be confirmed)" not in listed


def test_a_person_needs_a_role(capsys):
    with pytest.raises(SystemExit, match="2"):
        answer(["user", "add", *LENA])

    assert "--role" in capsys.readouterr().err


def test_whoever_cannot_get_in_is_given_a_link(capsys, client):
    amara = UserFactory(username="amara")

    assert answer(["user", "link", "Amara"]) == 0

    link = capsys.readouterr().out.strip().removeprefix("http://localhost:8000")
    assert client.get(link, follow=True).status_code == 200
    line = Event.objects.get()
    assert (line.about, line.actor) == (f"accounts.user:{amara}", "system:operator")
    assert line.facts == {"change": "password-link-made"}


def test_no_link_opens_an_account_that_was_closed(capsys):
    UserFactory(username="amara", is_active=False)

    assert answer(["user", "link", "amara"]) == 1
    assert "may not sign in" in capsys.readouterr().err
    assert not Event.objects.exists()


def test_the_list_shows_who_holds_what_and_who_may_sign_in(capsys):
    person = official(Role.AUDITOR, Role.FINANCE, username="amara", name="Amara Cole")
    team_with(lead=person, name="Grants")
    UserFactory(username="zoe", is_active=False)

    assert answer(["user", "list"]) == 0

    listed = capsys.readouterr().out.splitlines()
    amara, zoe = (line for line in listed if line.strip().startswith(("amara", "zoe")))
    assert "auditor, finance" in amara
    assert "Grants (leads it)" in amara
    assert "yes" in amara
    assert zoe.endswith("no          ")
