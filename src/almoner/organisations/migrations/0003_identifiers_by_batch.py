from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_batches_are_undone"),
        ("organisations", "0002_seals"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="identifier",
            name="organisations_identifier_names_one",
        ),
        migrations.AddIndex(
            model_name="identifier",
            index=models.Index(fields=["value", "scheme"], name="organisations_by_identifier"),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(
                fields=("scheme", "value", "batch"),
                name="organisations_identifier_names_one_a_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("batch", None)),
                fields=("scheme", "value"),
                name="organisations_identifier_by_hand_names_one",
            ),
        ),
    ]
