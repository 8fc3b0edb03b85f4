from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging, unchanging_or_empty

OF_A_FINDING = ("reference", "register", "publisher", "code", "field", "digest", "blocks")
OF_A_JUDGEMENT = ("reference", "verdict", "reason", "judged_by_id", "judged_at")


class Migration(migrations.Migration):
    dependencies = [("registers", "0014_findings")]

    operations = [
        sealing(
            *(seal for name in OF_A_FINDING for seal in unchanging("registers_finding", name)),
            *unchanging("registers_sighting", "finding_id"),
            *unchanging_or_empty("registers_sighting", "payment_id"),
            *unchanging_or_empty("registers_sighting", "version_id"),
            *(seal for name in OF_A_JUDGEMENT for seal in unchanging("registers_judgement", name)),
            *append_only(
                "registers_judgedfinding", key="id", unique=[("judgement_id", "finding_id")]
            ),
        ),
    ]
