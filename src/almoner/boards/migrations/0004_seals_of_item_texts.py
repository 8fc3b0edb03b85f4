from django.db import migrations

from almoner.core.seals import append_only, sealing


class Migration(migrations.Migration):
    dependencies = [("boards", "0003_item_texts")]
    operations = [
        sealing(*append_only("boards_itemtext", key="id", unique=[("item_id", "number")]))
    ]
