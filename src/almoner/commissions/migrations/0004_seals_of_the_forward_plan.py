from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging

TABLE = "commissions_planentry"
FIXED = [
    *("reference", "commission_id", "title", "purpose", "route", "band"),
    *("opens_in", "starts_in", "written_by_id", "written_at"),
]


class Migration(migrations.Migration):
    dependencies = [("commissions", "0003_forward_plan")]

    operations = [
        sealing(
            *(seal for column in FIXED for seal in unchanging(TABLE, column)),
            *(seal for seal in append_only(TABLE, key="id") if seal.act != "UPDATE"),
        )
    ]
