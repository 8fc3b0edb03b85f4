from django.db import migrations

from almoner.core.seals import (
    append_only,
    sealing,
    sealing_anew,
    unchanging,
    unchanging_or_empty,
)

TABLE = "decisions_decision"


class Migration(migrations.Migration):
    """Seal decisions anew: SQLite makes a table again when a column of it may be empty."""

    dependencies = [("decisions", "0004_decisions_about_no_case")]

    operations = [
        sealing_anew(
            *unchanging(TABLE, "reference"),
            *unchanging(TABLE, "number"),
            *unchanging_or_empty(TABLE, "commission_id"),
            *unchanging(TABLE, "author_id"),
            *(seal for seal in append_only(TABLE, key="id") if seal.act != "UPDATE"),
        ),
        sealing(*unchanging(TABLE, "kept_close")),
    ]
