import almoner.organisations.matching
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_batches_are_undone"),
        ("organisations", "0003_identifiers_by_batch"),
        ("registers", "0003_seals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DoubtfulMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.CharField(blank=True, max_length=200)),
                ("row_number", models.PositiveIntegerField()),
                (
                    "doubt",
                    models.CharField(
                        choices=[
                            (
                                almoner.organisations.matching.Doubt["LEADS_TO_TWO"],
                                almoner.organisations.matching.Doubt["LEADS_TO_TWO"],
                            ),
                            (
                                almoner.organisations.matching.Doubt["HAS_ANOTHER"],
                                almoner.organisations.matching.Doubt["HAS_ANOTHER"],
                            ),
                            (
                                almoner.organisations.matching.Doubt["NAMED_ALIKE"],
                                almoner.organisations.matching.Doubt["NAMED_ALIKE"],
                            ),
                        ],
                        max_length=40,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UndoneImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("undone_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="rejectedrow",
            name="registers_rejected_once_a_row",
        ),
        migrations.AddField(
            model_name="importedfile",
            name="changed",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="importedfile",
            name="missing",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="importedfile",
            name="new",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="importedfile",
            name="repaired",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="importedfile",
            name="same",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="rejectedrow",
            name="sheet",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddConstraint(
            model_name="rejectedrow",
            constraint=models.UniqueConstraint(
                fields=("batch", "sheet", "row_number"), name="registers_rejected_once_a_row"
            ),
        ),
        migrations.AddField(
            model_name="doubtfulmatch",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="doubtful_matches",
                to="core.batch",
            ),
        ),
        migrations.AddField(
            model_name="doubtfulmatch",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="doubtfulmatch",
            name="other",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="undoneimport",
            name="batch",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_import",
                to="core.batch",
            ),
        ),
        migrations.AddField(
            model_name="undoneimport",
            name="undone_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="doubtfulmatch",
            constraint=models.UniqueConstraint(
                fields=("batch", "sheet", "row_number"), name="registers_doubtful_once_a_row"
            ),
        ),
    ]
