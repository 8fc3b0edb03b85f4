import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = settings.AUTH_USER_MODEL
ENDS_AFTER = models.Q(
    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
)


class Migration(migrations.Migration):
    """Take over from decisions who holds which office, with every row; the table keeps its keys."""

    dependencies = [
        ("framework", "0002_seals"),
        ("decisions", "0003_offices_move_to_the_framework"),
        migrations.swappable_dependency(PERSON),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="OfficeHolding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("valid_from", models.DateField()),
                        ("valid_to", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("office", models.CharField(max_length=40)),
                        ("is_held", models.BooleanField()),
                        (
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=PERSON,
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=PERSON,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [models.Index(fields=["office"], name="decisions_holders_of")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=ENDS_AFTER,
                                name="decisions_officeholding_ends_after_it_begins",
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RenameIndex(
            model_name="officeholding",
            old_name="decisions_holders_of",
            new_name="framework_holders_of",
        ),
        migrations.RemoveConstraint(
            model_name="officeholding", name="decisions_officeholding_ends_after_it_begins"
        ),
        migrations.AddConstraint(
            model_name="officeholding",
            constraint=models.CheckConstraint(
                condition=ENDS_AFTER, name="framework_officeholding_ends_after_it_begins"
            ),
        ),
    ]
