from django.db import migrations

from almoner.core.seals import sealing, unchanging


class Migration(migrations.Migration):
    dependencies = [("outbox", "0004_digests_by_choice"), ("core", "0002_seals")]

    operations = [sealing(*unchanging("outbox_digestchoice", "person_id"))]
