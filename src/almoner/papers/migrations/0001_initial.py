import almoner.papers.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0002_seals"),
        ("documents", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
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
                        default=almoner.papers.models.document_reference, max_length=20, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contract", "Contract or grant agreement"),
                            ("variation", "Variation"),
                            ("invitation", "Invitation to tender"),
                            ("report", "Report"),
                            ("letter", "Letter"),
                            ("other", "Other document"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("dated_on", models.DateField()),
                ("note", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("current", "Current"),
                            ("replaced", "Replaced by a newer one"),
                            ("removed", "Removed"),
                        ],
                        default="current",
                        max_length=20,
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("removal_reason", models.TextField(blank=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="papers.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Copy",
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
                        default=almoner.papers.models.copy_reference, max_length=20, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contract-copies", "Contract"),
                            ("tender-copies", "Invitation to tender"),
                        ],
                        max_length=20,
                    ),
                ),
                ("sent_digest", models.CharField(max_length=64)),
                ("page_count", models.PositiveIntegerField()),
                ("redactions", models.JSONField(default=list)),
                ("explanation", models.TextField(blank=True)),
                ("correction", models.TextField(blank=True)),
                ("taken_out", models.JSONField(default=list)),
                ("found", models.JSONField(default=list)),
                ("judgement", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "In preparation"),
                            ("submitted", "Awaiting check"),
                            ("published", "Published"),
                            ("returned", "Sent back"),
                            ("withdrawn", "Withdrawn"),
                            ("superseded", "Superseded by a later copy"),
                        ],
                        default="drafted",
                        max_length=20,
                    ),
                ),
                ("prepared_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("return_reason", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copy",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
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
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="papers_copy_is_not_checked_by_who_prepared_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="papers_copy_is_not_checked_by_who_submitted_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["published", "superseded"]), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("published_at__isnull", False),
                                ("submitted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="papers_copy_that_is_out_took_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("drafted", "submitted"))),
                        fields=("agreement", "kind"),
                        name="papers_one_copy_is_under_way",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("agreement", "kind"),
                        name="papers_one_copy_is_out",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exemption",
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
                        default=almoner.papers.models.exemption_reference,
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contract-copies", "Contract"),
                            ("tender-copies", "Invitation to tender"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("held-elsewhere", "The chief officer holds it, and publishes it"),
                            ("before-duty", "It was made before the duty bound this body"),
                            ("national-security", "National security"),
                            ("safety", "Safety of a person"),
                            ("crime", "Crime or justice"),
                            ("prohibited", "Prohibited by an enactment"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "view_of",
                    models.CharField(
                        choices=[
                            ("body", "This body’s"),
                            ("chief-officer", "The chief officer’s"),
                            ("other-authority", "Another authority’s"),
                        ],
                        max_length=20,
                    ),
                ),
                ("explanation", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Awaiting a second person"),
                            ("in-force", "In force"),
                            ("refused", "Refused"),
                            ("ended", "Ended"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exemptions",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
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
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="papers_exemption_takes_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["in-force", "ended"]), _negated=True),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="papers_exemption_in_force_was_decided",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "in-force"])),
                        fields=("agreement", "kind"),
                        name="papers_contract_is_exempt_once",
                    ),
                ],
            },
        ),
    ]
