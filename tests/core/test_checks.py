import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from almoner.core.checks import declared_seals, missing_seals

pytestmark = pytest.mark.django_db


def test_every_seal_holds_after_the_migrations():
    call_command("check", databases=["default"])


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
