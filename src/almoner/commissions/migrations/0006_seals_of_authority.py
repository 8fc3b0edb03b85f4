from django.db import migrations

from almoner.core.seals import sealing, unchanging_or_empty


class Migration(migrations.Migration):
    dependencies = [("commissions", "0005_offices_and_decisions_at_gates")]

    operations = [sealing(*unchanging_or_empty("commissions_gateasked", "authority"))]
