from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging

ACTIONS = "actions_action"
FIXED = (
    "reference",
    "source",
    "what",
    "is_restricted",
    "first_due_on",
    "opened_by_id",
    "opened_at",
)


class Migration(migrations.Migration):
    dependencies = [("actions", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *(seal for column in FIXED for seal in unchanging(ACTIONS, column)),
            Seal(ACTIONS, "DELETE"),
            *append_only("actions_step", key="id"),
        )
    ]
