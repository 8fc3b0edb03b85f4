from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_role_grants")]

    operations = [
        sealing(
            *unchanging("accounts_rolegrant", "reference"),
            *append_only("accounts_roleconfirmation", key="id"),
        )
    ]
