from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_lease"),
    ]

    operations = [
        migrations.AlterField(
            model_name="batch",
            name="state",
            field=models.CharField(
                choices=[
                    ("staged", "Being read in"),
                    ("live", "Live"),
                    ("discarded", "Discarded"),
                    ("undone", "Undone"),
                ],
                default="staged",
                max_length=20,
            ),
        ),
    ]
