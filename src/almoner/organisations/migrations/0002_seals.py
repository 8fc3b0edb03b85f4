from django.db import migrations

from almoner.core.seals import sealing, unchanging


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("core", "0002_seals")]

    operations = [sealing(*unchanging("organisations_organisation", "reference"))]
