from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging

ADDED: dict[str, list[tuple[str, ...]]] = {
    "decisions_decisiontext": [("decision_id", "number")],
    "decisions_submission": [("decision_id", "number")],
    "decisions_advice": [],
    "decisions_interest": [],
    "decisions_approval": [("submission_id", "number"), ("submission_id", "decided_by_id")],
    "decisions_lapse": [],
    "decisions_relation": [("decision_id", "kind", "other_id")],
    "decisions_deferral": [],
    "decisions_officeholding": [],
}
FIXED: dict[str, tuple[str, ...]] = {
    "decisions_decision": ("reference", "number", "commission_id", "author_id"),
    "decisions_delegation": (
        "reference",
        "decision_id",
        "office",
        "matter",
        "ceiling",
        "ends_on",
    ),
}


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial")]

    operations = [
        sealing(
            *(
                seal
                for table, unique in ADDED.items()
                for seal in append_only(table, key="id", unique=unique)
            ),
            *(
                seal
                for table, columns in FIXED.items()
                for column in columns
                for seal in unchanging(table, column)
            ),
            *(
                seal
                for table in FIXED
                for seal in append_only(table, key="id")
                if seal.act != "UPDATE"
            ),
        )
    ]
