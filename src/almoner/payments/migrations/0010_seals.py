from django.db import migrations

from almoner.core.seals import sealing_anew, unchanging

COLUMNS = (
    "reference",
    "sheet",
    "value_for_money",
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
    # SQLite remade the table when it gained a column, and shed its seals.
    dependencies = [("payments", "0009_value_for_money")]

    operations = [
        sealing_anew(*(seal for name in COLUMNS for seal in unchanging("payments_payment", name)))
    ]
