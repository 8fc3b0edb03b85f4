from django.db import migrations

from almoner.core.seals import Seal, append_only, sealing, unchanging

FUND, LINE, TRANSFER = "funding_fund", "funding_budgetline", "funding_transfer"
OF_LINE = ("reference", "fund_id", "year", "purpose", "is_ring_fenced")
OF_TRANSFER = (
    "reference",
    "source_id",
    "target_id",
    "amount",
    "reason",
    "takes_two",
    "proposed_by_id",
)


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial"), ("core", "0002_seals")]

    operations = [
        sealing(
            *(seal for name in ("reference", "code") for seal in unchanging(FUND, name)),
            Seal(FUND, "DELETE"),
            *(seal for name in OF_LINE for seal in unchanging(LINE, name)),
            Seal(LINE, "DELETE"),
            *(seal for name in OF_TRANSFER for seal in unchanging(TRANSFER, name)),
            Seal(TRANSFER, "DELETE"),
            *append_only("funding_fundterms", key="id"),
            *append_only("funding_entry", key="id"),
        )
    ]
