import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from almoner.core.checks import declared_seals, missing_seals

pytestmark = pytest.mark.django_db


def test_every_seal_holds_after_the_migrations():
    call_command("check", databases=["default"])


def test_every_seal_has_a_name_that_postgresql_keeps_whole():
    assert [seal.name for seal in declared_seals("postgresql") if len(seal.name) > 63] == []


@pytest.mark.parametrize("nth", range(4))
def test_check_names_a_missing_seal(nth):
    seal = declared_seals(connection.vendor)[nth]
    with connection.cursor() as cursor:
        cursor.execute(seal.lifting_sql(connection.vendor))

    with pytest.raises(SystemCheckError, match=f"{seal.name} is missing from default"):
        call_command("check", databases=["default"])


@pytest.mark.django_db(transaction=True)
def test_every_seal_holds_after_a_flush():
    call_command("flush", interactive=False, verbosity=0)

    assert not missing_seals("default")


HOLLOW = {
    "sqlite": "CREATE TRIGGER core_event_refuses_update BEFORE UPDATE ON core_event"
    " BEGIN SELECT 1; END",
    "postgresql": "CREATE TRIGGER core_event_refuses_update BEFORE UPDATE ON core_series"
    " EXECUTE FUNCTION core_refuse()",
}


def test_a_seal_of_the_right_name_that_refuses_nothing_is_missing():
    seal = next(s for s in declared_seals(connection.vendor) if s.name in HOLLOW["sqlite"])
    with connection.cursor() as cursor:
        cursor.execute(seal.lifting_sql(connection.vendor))
        cursor.execute(HOLLOW[connection.vendor])

    assert missing_seals("default") == [seal]


@pytest.mark.engine("postgresql")
def test_seals_that_call_a_tamed_function_are_missing():
    tamed = "CREATE OR REPLACE FUNCTION core_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    with connection.cursor() as cursor:
        cursor.execute(f"{tamed} $$ BEGIN RETURN NEW; END $$")

    assert missing_seals("default") == declared_seals("postgresql")


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize("form", ["BEFORE UPDATE {} WHEN (false)", "BEFORE DELETE {}"])
def test_a_seal_that_hardly_ever_refuses_is_missing(form):
    seal = next(s for s in declared_seals("postgresql") if s.name == "core_event_refuses_update")
    hollow = form.format("ON core_event FOR EACH ROW")
    with connection.cursor() as cursor:
        cursor.execute(seal.lifting_sql("postgresql"))
        cursor.execute(f"CREATE TRIGGER {seal.name} {hollow} EXECUTE FUNCTION core_refuse()")

    assert missing_seals("default") == [seal]
