from django.db import migrations, models


class Migration(migrations.Migration):
    # Sums leave out who is withheld, and are still to be read from an index alone.
    dependencies = [("payments", "0005_seals")]

    operations = [
        migrations.RemoveIndex(model_name="payment", name="payments_by_month"),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                fields=["batch", "month", "amount", "organisation"], name="payments_by_month"
            ),
        ),
    ]
