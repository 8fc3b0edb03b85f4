from django.db import migrations

from almoner.core.seals import append_only, sealing, sealing_anew


class Migration(migrations.Migration):
    dependencies = [("registers", "0004_imports_of_agreements")]

    operations = [
        # SQLite remade the table when it gained columns, and shed its seals.
        sealing_anew(*append_only("registers_importedfile", key="id", unique=[("batch_id",)])),
        sealing(*append_only("registers_undoneimport", key="id", unique=[("batch_id",)])),
    ]
