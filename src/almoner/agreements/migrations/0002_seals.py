from django.db import migrations

from almoner.core.seals import sealing, unchanging, unchanging_or_empty

AGREEMENT = ("reference", "kind", "origin", "publisher", "identity", "occurrence")
STATED = ("sheet", "row_number", "fingerprint", "organisation_name", "said")
MAY_BE_EMPTY = (
    "amount",
    "annual_amount",
    "irrecoverable_vat_amount",
    "applied_for_amount",
    "paid_amount",
    "awarded_on",
    "starts_on",
    "first_end_on",
    "current_end_on",
    "latest_end_on",
    "review_on",
)
VERSION = "agreements_version"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *(seal for name in AGREEMENT for seal in unchanging("agreements_agreement", name)),
            *(seal for name in STATED for seal in unchanging(VERSION, name)),
            *(seal for name in MAY_BE_EMPTY for seal in unchanging_or_empty(VERSION, name)),
        )
    ]
