import almoner.core.money
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("code", models.CharField(max_length=20, unique=True)),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("year", models.CharField(max_length=7)),
                ("purpose", models.CharField(blank=True, max_length=120)),
                ("is_ring_fenced", models.BooleanField(default=False)),
                ("opened_at", models.DateTimeField()),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="funding.fund",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FundTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("title", models.CharField(max_length=200)),
                ("funder", models.CharField(max_length=200)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ministry", "Grant from a ministry"),
                            ("own", "The body’s own budget"),
                            ("precept", "Precept"),
                            ("reserve", "Reserve"),
                            ("partner", "Another public body"),
                            ("other", "Another source"),
                        ],
                        max_length=20,
                    ),
                ),
                ("conditions", models.TextField(blank=True)),
                ("spent_on", models.TextField(blank=True)),
                ("spent_by", models.TextField(blank=True)),
                ("first_year", models.CharField(max_length=7)),
                ("last_year", models.CharField(blank=True, max_length=7)),
                (
                    "carry_over",
                    models.CharField(
                        choices=[
                            ("none", "Nothing is carried over: what is left goes back"),
                            ("share", "Up to a share of what was put in is carried over"),
                            ("all", "All that is left may be carried over"),
                        ],
                        max_length=20,
                    ),
                ),
                ("carry_over_share", models.PositiveSmallIntegerField(null=True)),
                (
                    "over_planning",
                    models.CharField(
                        choices=[
                            ("stop", "Stop: no more is planned than is left"),
                            ("warn", "Warn: more may be planned, never committed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("alone_up_to", almoner.core.money.MoneyField(default=Decimal("0"))),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="funding.fund",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("amount", almoner.core.money.MoneyField()),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Awaiting a second person"),
                            ("made", "Made"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("takes_two", models.BooleanField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
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
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_out",
                        to="funding.budgetline",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_in",
                        to="funding.budgetline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("movement", models.CharField(db_index=True, max_length=20)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("put-in", "Put in"),
                            ("increased", "Increased"),
                            ("decreased", "Decreased"),
                            ("transferred-out", "Transferred out"),
                            ("transferred-in", "Transferred in"),
                            ("planned", "Planned"),
                            ("plan-released", "Plan released"),
                            ("committed", "Committed"),
                            ("commitment-released", "Commitment released"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", almoner.core.money.MoneyField()),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("outside", "Not in the line"),
                            ("available", "Available"),
                            ("planned", "Planned"),
                            ("committed", "Committed"),
                            ("due", "Due"),
                            ("paid", "Paid"),
                            ("recovered", "Recovered"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("outside", "Not in the line"),
                            ("available", "Available"),
                            ("planned", "Planned"),
                            ("committed", "Committed"),
                            ("due", "Due"),
                            ("paid", "Paid"),
                            ("recovered", "Recovered"),
                        ],
                        max_length=12,
                    ),
                ),
                ("what_for", models.CharField(blank=True, db_index=True, max_length=80)),
                ("reason", models.TextField(blank=True)),
                ("valid_from", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="funding.budgetline",
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="funding.transfer",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.UniqueConstraint(
                fields=("fund", "year", "purpose"), name="funding_one_line_for_a_purpose_and_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_ring_fenced", False),
                    models.Q(("purpose", ""), _negated=True),
                    _connector="OR",
                ),
                name="funding_ring_fence_is_around_a_purpose",
            ),
        ),
        migrations.AddIndex(
            model_name="fundterms",
            index=models.Index(fields=["fund", "recorded_at"], name="funding_terms_of"),
        ),
        migrations.AddConstraint(
            model_name="fundterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="funding_fundterms_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_year", ""), ("last_year__gte", models.F("first_year")), _connector="OR"
                ),
                name="funding_years_are_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("carry_over", "share"),
                        ("carry_over_share__gt", 0),
                        ("carry_over_share__lt", 100),
                    ),
                    models.Q(
                        models.Q(("carry_over", "share"), _negated=True), ("carry_over_share", None)
                    ),
                    _connector="OR",
                ),
                name="funding_share_is_said_where_there_is_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("alone_up_to__gte", 0)),
                name="funding_alone_up_to_nothing_or_more",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="funding_transfer_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True),
                name="funding_transfer_leads_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="funding_transfer_is_not_decided_by_its_proposer",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "made"), ("takes_two", True), _negated=True),
                    ("decided_by__isnull", False),
                    _connector="OR",
                ),
                name="funding_large_transfer_took_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="funding_entry_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_state", "outside"), ("to_state__in", ["available"])),
                    models.Q(
                        ("from_state", "available"),
                        ("to_state__in", ["committed", "outside", "planned"]),
                    ),
                    models.Q(
                        ("from_state", "planned"), ("to_state__in", ["available", "committed"])
                    ),
                    models.Q(("from_state", "committed"), ("to_state__in", ["available", "due"])),
                    models.Q(("from_state", "due"), ("to_state__in", ["committed", "paid"])),
                    models.Q(("from_state", "paid"), ("to_state__in", ["recovered"])),
                    models.Q(
                        ("from_state", "recovered"), ("to_state__in", ["available", "outside"])
                    ),
                    _connector="OR",
                ),
                name="funding_pound_moves_as_it_may",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("what_for", ""), _negated=True),
                    models.Q(
                        models.Q(
                            (
                                "from_state__in",
                                ["planned", "committed", "due", "paid", "recovered"],
                            ),
                            _negated=True,
                        ),
                        models.Q(
                            ("to_state__in", ["planned", "committed", "due", "paid", "recovered"]),
                            _negated=True,
                        ),
                    ),
                    _connector="OR",
                ),
                name="funding_entry_says_what_it_is_for",
            ),
        ),
    ]
