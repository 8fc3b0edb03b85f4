import almoner.documents.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=almoner.documents.models.file_reference, max_length=20, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "Word document"),
                            ("xlsx", "Excel workbook"),
                            ("odt", "OpenDocument text"),
                            ("ods", "OpenDocument spreadsheet"),
                            ("png", "PNG picture"),
                            ("jpg", "JPEG picture"),
                            ("txt", "plain text"),
                            ("csv", "CSV"),
                        ],
                        max_length=10,
                    ),
                ),
                ("size", models.PositiveBigIntegerField()),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("place", models.CharField(max_length=40, unique=True)),
                ("about", models.CharField(db_index=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("kept", "Kept"),
                            ("taken-down", "Taken down, awaiting a second person"),
                            ("deleted", "Deleted for good"),
                        ],
                        default="kept",
                        max_length=20,
                    ),
                ),
                ("stored_at", models.DateTimeField()),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("safety", "Safety of a person"),
                            ("personal-data", "Personal data that should not be here"),
                            ("confidential", "Somebody else’s secret that should not be here"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("taken_down_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stored_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_down_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by", None),
                            models.Q(("reviewed_by", models.F("taken_down_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_taking_down_is_reviewed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "deleted"), _negated=True),
                            models.Q(
                                ("reviewed_by__isnull", False), ("taken_down_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="documents_deletion_took_two_people",
                    ),
                ],
            },
        ),
    ]
