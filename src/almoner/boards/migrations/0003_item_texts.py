import django.db.models.deletion

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import migrations, models

CHANGED = "item.changed"


def keep_what_items_say(apps: Any, _schema_editor: Any) -> None:
    """The wording that each item has, from when it was last changed or else put down: what it said
    before nobody kept.
    """
    items, texts = apps.get_model("boards", "Item"), apps.get_model("boards", "ItemText")
    lines = apps.get_model("core", "Event").objects.filter(kind=CHANGED).order_by("number")
    since: dict[str, tuple[datetime, datetime]] = {
        about: (happened, recorded)
        for about, happened, recorded in lines.values_list("about", "happened_at", "recorded_at")
    }
    for item in items.objects.filter(texts=None).order_by("pk").iterator():
        put_down = (item.listed_at, item.recorded_at)
        written_at, recorded_at = since.get(f"boards.item:{item.reference}", put_down)
        texts.objects.create(
            item=item,
            number=1,
            title=item.title,
            asks=item.asks,
            purpose=item.purpose,
            written_by_id=item.listed_by_id,
            written_at=written_at,
            recorded_at=recorded_at,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0002_seals"),
        ("core", "0004_batches_are_undone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("asks", models.CharField(blank=True, max_length=1000)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("decision", "For decision"),
                            ("discussion", "For discussion"),
                            ("information", "For information"),
                        ],
                        max_length=20,
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="boards.item",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "number"), name="boards_item_wordings_are_counted"
                    )
                ],
            },
        ),
        migrations.RunPython(keep_what_items_say, migrations.RunPython.noop),
    ]
