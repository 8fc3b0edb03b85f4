from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging

ADDED: dict[str, list[tuple[str, ...]]] = {
    "commissions_keptpromise": [("framework_id", "route", "stage", "control")],
    "commissions_commissionterms": [("commission_id", "number")],
    "commissions_yearvalue": [("terms_id", "year")],
    "commissions_membership": [],
    "commissions_link": [("commission_id", "other_id", "kind")],
    "commissions_requirement": [],
    "commissions_splittinganswer": [],
    "commissions_gatestep": [("gate_id", "number"), ("gate_id", "decided_by_id")],
    "commissions_stageentry": [],
    "commissions_pause": [],
}
FIXED: dict[str, tuple[str, ...]] = {
    "commissions_commission": ("reference", "begun_at"),
    "commissions_routetest": (
        "commission_id",
        "answers",
        "instrument",
        "reasons",
        "signed_by_id",
    ),
    "commissions_consultation": ("reference", "commission_id", "asked"),
    "commissions_assessment": ("reference", "commission_id", "answers"),
    "commissions_gateasked": (
        "reference",
        "commission_id",
        "controls",
        "value",
        "version",
        "stage",
    ),
}


class Migration(migrations.Migration):
    dependencies = [("commissions", "0001_initial")]

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
