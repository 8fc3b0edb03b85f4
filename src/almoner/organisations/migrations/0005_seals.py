from django.db import migrations

from almoner.core.seals import append_only, sealing, sealing_anew, unchanging


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_mergers"), ("core", "0002_seals")]

    operations = [
        sealing(*append_only("organisations_likenessdecision", key="id")),
        # SQLite made the table anew for its constraints, and its seals went with the old one.
        sealing_anew(*unchanging("organisations_organisation", "reference")),
    ]
