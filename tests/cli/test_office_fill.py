import pytest
from django.utils.timezone import localdate

from almoner.accounts.roles import Role
from almoner.cli.program import answer
from almoner.core.models import Event
from almoner.framework.holding import holders_of
from tests.factories import official

pytestmark = pytest.mark.django_db


def test_the_operator_says_who_holds_an_office_and_that_two_should_confirm_it(capsys):
    lena = official(Role.APPROVER, username="lena")

    assert answer(["office", "fill", "director", "lena"]) == 0

    said = capsys.readouterr().out
    assert said.startswith("lena holds the office of Director of commissioning from today.\n")
    assert "Two officials should confirm it" in said
    assert holders_of("director", on=localdate()) == [lena]
    assert Event.objects.order_by("number").last().actor == "system:operator"


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (["boss", "lena"], 2, "'boss' is no office of the framework. There are: lead-officer,"),
        (["director", "nobody"], 2, "Nobody here is called 'nobody'."),
        (["panel-chair", "lena"], 1, "This office asks for a role that they do not hold:"),
    ],
)
def test_an_office_that_cannot_be_filled_so_is_said_in_a_sentence(words, code, complaint, capsys):
    official(Role.APPROVER, username="lena")

    assert answer(["office", "fill", *words]) == code
    assert complaint in capsys.readouterr().err
