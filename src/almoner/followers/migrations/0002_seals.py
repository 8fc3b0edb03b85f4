from django.db import migrations

from almoner.core.seals import Seal, forgettable, sealing, unchanging

FOLLOWS = "followers_follow"


class Migration(migrations.Migration):
    dependencies = [("followers", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *unchanging(FOLLOWS, "reference"),
            *unchanging(FOLLOWS, "rhythm"),
            *forgettable(FOLLOWS, "email"),
            *forgettable(FOLLOWS, "search"),
            Seal(FOLLOWS, "DELETE"),
        )
    ]
