from django.db import migrations

from almoner.core.seals import append_only, sealing, sealing_anew, unchanging


class Migration(migrations.Migration):
    dependencies = [("registers", "0010_editions_by_duty")]

    operations = [
        # SQLite remade the table when it gained columns, and shed its seals.
        sealing_anew(
            *append_only(
                "registers_edition",
                key="id",
                unique=[("reference",), ("dataset", "duty", "period", "number")],
            ),
            *unchanging("registers_edition", "reference"),
        ),
        sealing(
            *append_only(
                "registers_authorityconfirmation",
                key="id",
                unique=[("authority_id", "confirmed_by_id")],
            ),
            *unchanging("registers_standingauthority", "reference"),
            *unchanging("registers_standingauthority", "duty"),
            *unchanging("registers_preparation", "reference"),
            *unchanging("registers_preparation", "duty"),
            *unchanging("registers_preparation", "period"),
        ),
    ]
