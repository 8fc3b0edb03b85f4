from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_invitations_and_access_log")]

    operations = [
        sealing(
            *unchanging("accounts_invitation", "reference"),
            *append_only("accounts_accessentry", key="id"),
        )
    ]
