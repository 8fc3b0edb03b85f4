from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging

TEXTS, VERSIONS = "framework_text", "framework_version"


class Migration(migrations.Migration):
    dependencies = [("framework", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *append_only(TEXTS, key="id", unique=[("digest",)]),
            *unchanging(VERSIONS, "reference"),
            *unchanging(VERSIONS, "text_id"),
            *unchanging(VERSIONS, "reason"),
            *unchanging(VERSIONS, "first_day"),
            *unchanging(VERSIONS, "proposed_by_id"),
            Seal(VERSIONS, "UPDATE", when="OLD.state IN ('approved', 'refused', 'withdrawn')"),
            Seal(VERSIONS, "DELETE"),
        )
    ]
