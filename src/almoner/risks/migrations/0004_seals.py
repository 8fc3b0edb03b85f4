from django.db import migrations

from almoner.core.seals import append_only, sealing_anew


class Migration(migrations.Migration):
    """SQLite makes a table anew to add to it, and drops what sealed the old one."""

    dependencies = [("risks", "0003_category_and_target"), ("core", "0002_seals")]

    operations = [sealing_anew(*append_only("risks_assessment", key="id"))]
