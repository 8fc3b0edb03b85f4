from django.db import migrations

from almoner.core.seals import append_only, lifting

HOLDINGS = append_only("decisions_officeholding", key="id")


class Migration(migrations.Migration):
    """Hand the table of who holds which office down to the framework, with its rows."""

    dependencies = [("decisions", "0002_seals")]

    operations = [
        # A trigger keeps the name of the table for which it was made: the framework makes its own.
        lifting(*HOLDINGS),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable("OfficeHolding", "framework_officeholding")
            ],
            state_operations=[migrations.DeleteModel("OfficeHolding")],
        ),
    ]
