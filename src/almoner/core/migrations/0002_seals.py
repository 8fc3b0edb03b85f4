from typing import Any

from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging

REFUSE = """
CREATE FUNCTION core_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def create_function(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(REFUSE, params=None)


def drop_function(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION core_refuse()")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunPython(create_function, drop_function),
        sealing(
            *append_only("core_event", key="number"),
            *append_only("core_installation", key="id"),
            *unchanging("core_batch", "reference"),
        ),
    ]
