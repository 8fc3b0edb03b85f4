from django.db import migrations

from almoner.core.seals import append_only, sealing, sealing_anew, unchanging

IDENTITY = ("reference", "kind", "origin", "publisher", "identity", "occurrence")


class Migration(migrations.Migration):
    dependencies = [("agreements", "0005_rows_held_twice"), ("core", "0002_seals")]

    operations = [
        sealing(*append_only("agreements_repetitiondecision", key="id")),
        # SQLite made the table anew for a column, and its seals went with the old one.
        sealing_anew(
            *(seal for column in IDENTITY for seal in unchanging("agreements_agreement", column))
        ),
    ]
