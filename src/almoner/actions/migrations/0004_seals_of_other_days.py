from django.db import migrations

from almoner.core.seals import Seal, sealing, unchanging

PROPOSALS = "actions_dayproposal"
FIXED = ("action_id", "due_on", "reason", "proposed_by_id", "proposed_at")


class Migration(migrations.Migration):
    dependencies = [("actions", "0003_other_days"), ("core", "0002_seals")]

    operations = [
        sealing(
            *(seal for column in FIXED for seal in unchanging(PROPOSALS, column)),
            Seal(PROPOSALS, "UPDATE OF state", when="OLD.state <> 'proposed'"),
            Seal(PROPOSALS, "DELETE"),
        )
    ]
