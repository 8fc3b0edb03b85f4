"""What the engine does by itself: it deletes bytes that belong to nothing."""

from datetime import datetime

from django.utils.translation import gettext as _

from almoner.core.daily import declare_daily

from .keeping import places_on_disk
from .queries import places_recorded


@declare_daily("documents-forget")
def forget_stray_bytes(at: datetime) -> str:
    """Bytes that a dying process never recorded, or did not come to delete."""
    strays = list(places_on_disk(at=at))  # before the rows are asked: who records meanwhile stays
    recorded = places_recorded()
    gone = [path for path in strays if path.name not in recorded]
    for path in gone:
        path.unlink(missing_ok=True)
    return _("%(count)d stray files deleted") % {"count": len(gone)}
