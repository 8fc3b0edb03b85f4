from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *unchanging("accounts_user", "reference"),
            *append_only("accounts_roleholding", key="id"),
        )
    ]
