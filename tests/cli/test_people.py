from argparse import ArgumentParser

import pytest

from almoner.cli.people import acting, person_named
from almoner.cli.refusals import Misuse
from tests.factories import UserFactory


def test_a_command_that_writes_asks_in_whose_name(capsys):
    parser = ArgumentParser()
    acting(parser)

    assert parser.parse_args(["--as", "lena"]).acting_as == "lena"
    with pytest.raises(SystemExit, match="2"):
        parser.parse_args([])
    assert "--as" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_person_is_found_by_their_user_name_however_it_is_typed():
    lena = UserFactory(username="lena")

    assert person_named("LENA") == lena


@pytest.mark.django_db
def test_a_name_nobody_has_is_misuse():
    with pytest.raises(Misuse, match="Nobody here is called 'lena'"):
        person_named("lena")
