from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging

TABLE = "documents_storedfile"
SEALED = ("reference", "kind", "size", "digest", "place", "about")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        sealing(
            *(seal for column in SEALED for seal in unchanging(TABLE, column)),
            *(seal for seal in append_only(TABLE, key="id") if seal.act != "UPDATE"),
        )
    ]
