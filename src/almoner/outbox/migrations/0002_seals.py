from django.db import migrations

from almoner.core.seals import forgettable, sealing, unchanging


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *unchanging("outbox_message", "reference"),
            *unchanging("outbox_message", "body_digest"),
            *forgettable("outbox_message", "address"),
            *forgettable("outbox_message", "subject"),
            *forgettable("outbox_message", "body"),
        )
    ]
