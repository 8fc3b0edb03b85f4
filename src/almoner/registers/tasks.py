"""What registers tell the nightly sweep."""

from almoner.core.batches import declare_batch_rows

from .kinds import Register
from .queries import rows_of_import

for register in Register:
    declare_batch_rows(register)(rows_of_import)
