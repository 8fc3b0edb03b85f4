from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging

TABLE = "documents_attachment"
FIXED = ("reference", "filling_id", "file_id", "title", "attached_by_id", "attached_at")


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_attachments")]

    operations = [
        sealing(
            *(seal for column in FIXED for seal in unchanging(TABLE, column)),
            Seal(
                TABLE, "UPDATE OF state", when="OLD.state <> 'attached' AND OLD.state <> NEW.state"
            ),
            *(seal for seal in append_only(TABLE, key="id") if seal.act != "UPDATE"),
        )
    ]
