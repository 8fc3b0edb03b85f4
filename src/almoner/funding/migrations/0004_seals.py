from django.db import migrations

from almoner.core.seals import append_only, sealing_anew


class Migration(migrations.Migration):
    # SQLite remade the table when it gained a column, and shed its seals.
    dependencies = [("funding", "0003_due_paid_recovered")]

    operations = [sealing_anew(*append_only("funding_entry", key="id"))]
