from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging, unchanging_or_empty


class Migration(migrations.Migration):
    dependencies = [("registers", "0008_withholdings")]

    operations = [
        sealing(
            *unchanging("registers_withholding", "reference"),
            *unchanging("registers_withholding", "ground"),
            *unchanging_or_empty("registers_withholding", "organisation_id"),
            *unchanging_or_empty("registers_withholding", "agreement_id"),
            *append_only(
                "registers_tombstone", key="id", unique=[("edition_id", "withholding_id")]
            ),
            *append_only("registers_replacement", key="id", unique=[("tombstone_id",)]),
            *append_only(
                "registers_replacementfile", key="id", unique=[("replacement_id", "name")]
            ),
        )
    ]
