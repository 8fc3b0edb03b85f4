from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging

RUNS, LAPSES = "assurance_run", "assurance_lapse"
FIXED = ("control", "reference", "about", "reason", "first_on")


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *append_only(RUNS, key="id", unique=[("control", "night")]),
            *(seal for column in FIXED for seal in unchanging(LAPSES, column)),
            Seal(LAPSES, "UPDATE OF mended_on", when="OLD.mended_on IS NOT NULL"),
            Seal(LAPSES, "DELETE"),
        )
    ]
