from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_batches_are_undone"),
        ("organisations", "0003_identifiers_by_batch"),
        ("payments", "0003_by_supplier"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="payment",
            name="payments_one_a_row",
        ),
        migrations.AddField(
            model_name="payment",
            name="sheet",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                fields=("batch", "sheet", "row_number"), name="payments_one_a_row"
            ),
        ),
    ]
