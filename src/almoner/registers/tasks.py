"""What registers do by themselves: tell the sweep its rows, tidy the index, replace editions."""

from datetime import datetime

from django.utils.translation import gettext as _

from almoner.core.actors import NIGHTLY
from almoner.core.batches import declare_batch_rows
from almoner.core.daily import declare_daily

from .kinds import Register
from .operations.taking_down import replace_editions
from .operations.undoing import forget_in_index
from .queries import rows_of_import, undone_and_indexed

for register in Register:
    declare_batch_rows(register)(rows_of_import)


@declare_daily("forget-undone-imports")
def forget_undone_imports(_at: datetime) -> str:
    """Take out of the index what a process left there that died after it had undone an import."""
    left = undone_and_indexed()
    for batch in left:
        forget_in_index(batch)
    return _("%(count)d taken out of the index") % {"count": len(left)}


@declare_daily("replace-editions")
def replace_what_was_taken_down(at: datetime) -> str:
    """Make what is served of editions whose rows were taken down by a process that died of it."""
    return _("%(count)d replaced") % {"count": replace_editions(by=NIGHTLY, at=at)}
