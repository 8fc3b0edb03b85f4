from django.db import migrations

from almoner.core.seals import Seal, sealing, unchanging

TABLE = "statements_version"


class Migration(migrations.Migration):
    dependencies = [("statements", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *unchanging(TABLE, "reference"),
            *unchanging(TABLE, "page"),
            *unchanging(TABLE, "written_by_id"),
            *(
                Seal(
                    TABLE,
                    f"UPDATE OF {column}",
                    when=f"OLD.state <> 'draft' AND OLD.{column} <> NEW.{column}",
                )
                for column in ("text", "licence")
            ),
            Seal(TABLE, "UPDATE OF state", when="OLD.state <> 'draft' AND NEW.state = 'draft'"),
            Seal(TABLE, "DELETE"),
        )
    ]
