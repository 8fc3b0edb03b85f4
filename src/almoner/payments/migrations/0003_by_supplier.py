from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("payments", "0002_seals"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="payment", name="payments_by_supplier"),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                fields=["organisation", "batch", "month", "amount"], name="payments_by_supplier"
            ),
        ),
    ]
