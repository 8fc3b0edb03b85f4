import almoner.registers.models.findings
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_seals"),
        ("core", "0004_batches_are_undone"),
        ("payments", "0008_seals"),
        ("registers", "0013_seals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="draftrow",
            name="level",
            field=models.CharField(
                choices=[
                    ("rejected", "rejected"),
                    ("repaired", "repaired"),
                    ("noted", "noted"),
                    ("held", "held"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Finding",
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
                        default=almoner.registers.models.findings.finding_reference,
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "register",
                    models.CharField(
                        choices=[
                            ("contracts", "Contracts"),
                            ("grants", "Grants"),
                            ("spend", "Spend"),
                        ],
                        max_length=20,
                    ),
                ),
                ("publisher", models.CharField(blank=True, max_length=200)),
                ("code", models.CharField(max_length=40)),
                ("field", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("blocks", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To be judged"),
                            ("safe", "Safe to publish"),
                            ("kept-back", "Kept back"),
                            ("mended", "Mended in the source"),
                        ],
                        default="waiting",
                        max_length=20,
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
            ],
        ),
        migrations.CreateModel(
            name="Judgement",
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
                        default=almoner.registers.models.findings.judgement_reference,
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("waiting", "To be judged"),
                            ("safe", "Safe to publish"),
                            ("kept-back", "Kept back"),
                            ("mended", "Mended in the source"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("business-name", "It is the name of a business"),
                            ("public-by-law", "The law has it published already"),
                            ("not-a-person", "It is not about a person"),
                            ("not-an-address", "It tells no place that must not be found"),
                            ("consent", "The person it is about has agreed to it"),
                            ("other", "Another reason, which the note says"),
                            ("looked-at", "Somebody has looked at it"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("judged_at", models.DateTimeField()),
                (
                    "judged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JudgedFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judged",
                        to="registers.finding",
                    ),
                ),
                (
                    "judgement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judged",
                        to="registers.judgement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="registers.finding",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="payments.payment",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="agreements.agreementversion",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["blocks", "state"], name="registers_findings_that_hold"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                fields=["register", "code", "state"], name="registers_findings_by_check"
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "safe"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="registers_judgement_says_why_it_is_safe",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "other"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="registers_judgement_says_which_other_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgedfinding",
            constraint=models.UniqueConstraint(
                fields=("judgement", "finding"), name="registers_judgement_is_of_a_finding_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sighting",
            constraint=models.CheckConstraint(
                condition=models.Q(("payment", None), ("version", None), _connector="XOR"),
                name="registers_sighting_is_of_one_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="sighting",
            constraint=models.UniqueConstraint(
                fields=("finding", "payment"), name="registers_sighting_is_one_a_payment"
            ),
        ),
        migrations.AddConstraint(
            model_name="sighting",
            constraint=models.UniqueConstraint(
                fields=("finding", "version"), name="registers_sighting_is_one_a_version"
            ),
        ),
    ]
