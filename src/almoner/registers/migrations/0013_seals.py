from django.db import migrations

from almoner.core.seals import append_only, sealing


class Migration(migrations.Migration):
    dependencies = [("registers", "0012_covered_organisations"), ("core", "0002_seals")]

    operations = [
        sealing(
            *append_only(
                "registers_coveredorganisation",
                key="id",
                unique=[("withholding_id", "organisation_id")],
            )
        )
    ]
