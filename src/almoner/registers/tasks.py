"""What registers tell the nightly sweep."""

from collections.abc import Sequence

from django.db import models

from almoner.core.batches import declare_batch_rows
from almoner.core.models import Batch

from .queries import SPEND, rows_of_spend


@declare_batch_rows(SPEND)
def rows_to_sweep(batch: Batch) -> Sequence[models.QuerySet[models.Model]]:
    return rows_of_spend(batch)
