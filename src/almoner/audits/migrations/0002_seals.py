from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging

FIXED = {
    "audits_review": ("reference", "kind", "title", "opened_by_id", "opened_at"),
    "audits_finding": ("reference", "review_id", "number", "recorded_by_id", "recorded_at"),
    "audits_recommendation": (
        "reference",
        "review_id",
        "issued_as",
        "recorded_by_id",
        "recorded_at",
    ),
    "audits_tiedcontrol": ("recommendation_id", "code", "tied_by_id", "tied_at"),
    "audits_improvementplan": ("reference", "opened_by_id", "opened_at"),
    "audits_planitem": ("plan_id", "added_by_id", "added_at"),
}
NAMED = ("audits_evidence", "audits_sample")
FILLED_ONCE = {
    "audits_review": "issued_on",
    "audits_recommendation": "action_id",
    "audits_tiedcontrol": "untied_at",
    "audits_planitem": "left_out_at",
}
ADDED_TO: dict[str, list[tuple[str, ...]]] = {
    "audits_reviewstep": [],
    "audits_rating": [],
    "audits_response": [],
    "audits_verdict": [],
    "audits_evidence": [("reference",), ("file_id",), ("replaces_id",)],
    "audits_sample": [("reference",)],
    "audits_samplemember": [("sample_id", "place"), ("sample_id", "about")],
    "audits_result": [],
}


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *(
                seal
                for table, columns in FIXED.items()
                for column in columns
                for seal in unchanging(table, column)
            ),
            *(
                Seal(table, f"UPDATE OF {column}", when=f"OLD.{column} IS NOT NULL")
                for table, column in FILLED_ONCE.items()
            ),
            *(Seal(table, "DELETE") for table in FIXED),
            *(seal for table in NAMED for seal in unchanging(table, "reference")),
            *(
                seal
                for table, unique in ADDED_TO.items()
                for seal in append_only(table, key="id", unique=unique)
            ),
        )
    ]
