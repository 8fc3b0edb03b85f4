from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging, unchanging_or_empty

RULE = (
    "reference",
    "name",
    "agreement_id",
    "payer",
    "category",
    "purpose",
    "document_reference",
    "recorded_at",
)
RULE_MAY_BE_EMPTY = ("organisation_id", "at_least", "at_most", "from_day", "to_day")
MATCH = ("payment_id", "agreement_id", "recorded_at")


class Migration(migrations.Migration):
    dependencies = [("payments", "0007_matches"), ("core", "0002_seals")]

    operations = [
        sealing(
            *(seal for name in RULE for seal in unchanging("payments_rule", name)),
            *(
                seal
                for name in RULE_MAY_BE_EMPTY
                for seal in unchanging_or_empty("payments_rule", name)
            ),
            *(seal for name in MATCH for seal in unchanging("payments_match", name)),
            *append_only("payments_matchdecision", key="id"),
        )
    ]
