from django.db import migrations

from almoner.core.seals import sealing, unchanging


class Migration(migrations.Migration):
    dependencies = [("registers", "0006_imports_in_preparation")]

    operations = [sealing(*unchanging("registers_importdraft", "reference"))]
