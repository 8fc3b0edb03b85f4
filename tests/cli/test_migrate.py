import pytest
from django.db import connection

from almoner.cli.migrate import impatience, say
from almoner.cli.program import answer
from almoner.core.checks import declared_seals
from almoner.core.models import Event, Installation
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_first_time_it_says_what_the_installation_is():
    assert answer(["migrate", "--quiet"]) == 0

    assert not Installation.objects.get().is_demonstration
    line = Event.objects.get()
    assert (line.kind, line.facts, line.actor) == (
        "installation.founded",
        {"purpose": "live"},
        "system:operator",
    )


def test_it_may_be_run_again():
    answer(["migrate", "--quiet"])

    assert answer(["migrate", "--quiet"]) == 0
    assert Installation.objects.count() == 1


def test_it_says_what_changed_and_what_comes_next(capsys):
    answer(["migrate"])
    assert capsys.readouterr().out == (
        "Made the tables.\n"
        "Nobody is here yet. Add the first people: `almoner user add --help` says how.\n"
    )
    UserFactory()

    answer(["migrate"])
    assert capsys.readouterr().out == "The tables were up to date.\n"


def test_a_later_migration_is_named(capsys):
    answer(["migrate", "--quiet"])

    say(["core.0003_lease"])

    assert capsys.readouterr().out.startswith("Applied core.0003_lease.\n")


def test_it_fails_when_a_seal_is_gone(capsys):
    seal = declared_seals(connection.vendor)[0]
    with connection.cursor() as cursor:
        cursor.execute(seal.lifting_sql(connection.vendor))

    assert answer(["migrate", "--quiet"]) == 1
    assert f"{seal.name} is missing" in capsys.readouterr().err


@pytest.mark.engine("postgresql")
def test_a_migration_gives_up_rather_than_keep_people_waiting():
    def said(name):
        with connection.cursor() as cursor:
            cursor.execute(f"SHOW {name}")
            return cursor.fetchone()[0]

    with impatience():
        meanwhile = said("lock_timeout"), said("statement_timeout")

    assert meanwhile == ("4s", "5s")
    assert (said("lock_timeout"), said("statement_timeout")) == ("0", "0")
