from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *append_only("registers_importedfile", key="id"),
            *append_only("registers_edition", key="id"),
            *unchanging("registers_edition", "reference"),
            *append_only("registers_editionfile", key="id"),
        )
    ]
