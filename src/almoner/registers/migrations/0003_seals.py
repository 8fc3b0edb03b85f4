from django.db import migrations

from almoner.core.seals import append_only, sealing_anew


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_seals")]

    operations = [
        sealing_anew(
            *append_only("registers_importedfile", key="id", unique=[("batch_id",)]),
            *append_only(
                "registers_edition",
                key="id",
                unique=[("reference",), ("dataset", "period", "number")],
            ),
            *append_only("registers_editionfile", key="id", unique=[("edition_id", "name")]),
        )
    ]
