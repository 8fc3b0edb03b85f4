from django.db import migrations

from almoner.core.seals import sealing, unchanging


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words"), ("core", "0002_seals")]

    operations = [sealing(*unchanging("search_entry", "reference"))]
