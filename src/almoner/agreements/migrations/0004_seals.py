from django.db import migrations

from almoner.core.seals import Seal, append_only, forgettable, sealing, unchanging

CONTACT = "agreements_contact"
WORDS = ("name", "email", "telephone")


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_management"), ("core", "0002_seals")]

    operations = [
        sealing(
            *append_only("agreements_stewardship", key="id"),
            *append_only("agreements_terms", key="id"),
            *append_only("agreements_note", key="id", unique=[("reference",)]),
            *unchanging("agreements_note", "reference"),
            *(
                seal
                for name in ("agreement_id", "recorded_at")
                for seal in unchanging(CONTACT, name)
            ),
            *(seal for name in WORDS for seal in forgettable(CONTACT, name)),
            Seal(CONTACT, "DELETE"),
        )
    ]
