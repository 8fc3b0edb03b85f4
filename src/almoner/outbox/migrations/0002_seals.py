from django.db import migrations

from almoner.core.seals import Seal, sealing, unchanging


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *unchanging("outbox_message", "reference"),
            *unchanging("outbox_message", "subject"),
            *unchanging("outbox_message", "address"),
            *unchanging("outbox_message", "body_digest"),
            Seal(
                "outbox_message", "UPDATE OF body", when="NEW.body <> '' AND OLD.body <> NEW.body"
            ),
        )
    ]
