from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging

REPORTS = "reports_report"
FIXED = ("reference", "kind", "as_at", "reporter_id", "begun_at")
FROZEN = ("title", "panel", "issued_by_id", "issued_at", "filling_id", "figures", "digest")


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *(seal for column in FIXED for seal in unchanging(REPORTS, column)),
            *(
                Seal(REPORTS, f"UPDATE OF {column}", when="OLD.state <> 'draft'")
                for column in (*FROZEN, "state")
            ),
            Seal(REPORTS, "DELETE"),
            *append_only("reports_look", key="id"),
        )
    ]
