from django.db import migrations

from almoner.core.seals import append_only, sealing_anew


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_seals")]

    operations = [
        sealing_anew(
            *append_only(
                "accounts_roleconfirmation", key="id", unique=[("grant_id", "confirmed_by_id")]
            )
        )
    ]
