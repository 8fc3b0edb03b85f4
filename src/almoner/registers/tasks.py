"""What registers tell the nightly sweep."""

from almoner.core.batches import declare_batch_rows

from .queries import rows_of_import
from .states import Register

for register in Register:
    declare_batch_rows(register)(rows_of_import)
