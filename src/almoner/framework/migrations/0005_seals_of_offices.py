from django.db import migrations

from almoner.core.seals import append_only, sealing, unchanging

GRANTS = "framework_officegrant"


class Migration(migrations.Migration):
    dependencies = [("framework", "0004_papers_of_offices")]

    operations = [
        sealing(
            *append_only("framework_officeholding", key="id"),
            *append_only(
                "framework_officeconfirmation", key="id", unique=[("grant_id", "confirmed_by_id")]
            ),
            *unchanging(GRANTS, "reference"),
            *unchanging(GRANTS, "office"),
            *unchanging(GRANTS, "holder_id"),
            *(seal for seal in append_only(GRANTS, key="id") if seal.act != "UPDATE"),
        )
    ]
