from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging

RISKS = "risks_risk"
FIXED = ("reference", "about", "is_restricted", "recorded_by_id", "opened_at")


class Migration(migrations.Migration):
    dependencies = [("risks", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *(seal for column in FIXED for seal in unchanging(RISKS, column)),
            Seal(RISKS, "DELETE"),
            *append_only("risks_assessment", key="id"),
            *append_only("risks_acceptance", key="id"),
        )
    ]
