from django.db import migrations

from almoner.core.seals import sealing, unchanging

COLUMNS = (
    "reference",
    "row_number",
    "occurrence",
    "payer",
    "supplier_name",
    "supplier_number",
    "paid_on",
    "month",
    "amount",
    "category",
    "account",
    "department",
    "purpose",
    "document_reference",
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(*(seal for name in COLUMNS for seal in unchanging("payments_payment", name)))
    ]
