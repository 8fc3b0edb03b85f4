from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_teams")]

    operations = [
        sealing(
            *unchanging("accounts_team", "reference"),
            Seal("accounts_team", "DELETE"),
            *append_only("accounts_teamterms", key="id"),
            *append_only("accounts_teammembership", key="id"),
        )
    ]
