import almoner.agreements.models
import almoner.core.money
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0004_batches_are_undone"),
        ("organisations", "0003_identifiers_by_batch"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
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
                        default=almoner.agreements.models.agreement_reference,
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("contract", "Contract"), ("grant", "Grant")], max_length=20
                    ),
                ),
                ("origin", models.CharField(choices=[("imported", "Imported")], max_length=20)),
                ("publisher", models.CharField(blank=True, max_length=200)),
                ("identity", models.CharField(max_length=64)),
                ("occurrence", models.PositiveIntegerField(default=1)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.batch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.CharField(blank=True, max_length=200)),
                ("row_number", models.PositiveIntegerField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("organisation_name", models.CharField(blank=True, max_length=500)),
                ("amount", almoner.core.money.MoneyField(null=True)),
                ("annual_amount", almoner.core.money.MoneyField(null=True)),
                ("irrecoverable_vat_amount", almoner.core.money.MoneyField(null=True)),
                ("applied_for_amount", almoner.core.money.MoneyField(null=True)),
                ("paid_amount", almoner.core.money.MoneyField(null=True)),
                ("awarded_on", models.DateField(null=True)),
                ("starts_on", models.DateField(null=True)),
                ("first_end_on", models.DateField(null=True)),
                ("current_end_on", models.DateField(null=True)),
                ("latest_end_on", models.DateField(null=True)),
                ("review_on", models.DateField(null=True)),
                ("said", models.JSONField(default=dict)),
                (
                    "made_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            "awarded_on", "starts_on"
                        ),
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "ends_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            "current_end_on", "first_end_on"
                        ),
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.batch",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_versions",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={"db_table": "agreements_version"},
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["kind", "publisher"], name="agreements_by_publisher"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                fields=("identity", "occurrence"), name="agreements_agreement_is_one"
            ),
        ),
        migrations.AddIndex(
            model_name="agreementversion",
            index=models.Index(fields=["made_on", "agreement"], name="agreements_by_day_made"),
        ),
        migrations.AddIndex(
            model_name="agreementversion",
            index=models.Index(fields=["ends_on", "agreement"], name="agreements_by_end"),
        ),
        migrations.AddIndex(
            model_name="agreementversion",
            index=models.Index(
                fields=["organisation", "agreement"], name="agreements_by_organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.UniqueConstraint(
                fields=("batch", "sheet", "row_number"), name="agreements_version_one_a_row"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.UniqueConstraint(
                fields=("agreement", "batch"), name="agreements_version_one_a_batch"
            ),
        ),
    ]
