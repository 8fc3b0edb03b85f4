"""The life of a report. Whether a figure has changed under it is told by the figures."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class ReportState(TextChoices):
    DRAFT = "draft", _("Being written")
    ISSUED = "issued", _("Issued")
    DROPPED = "dropped", _("Dropped")


REPORT_LIFECYCLE = Lifecycle(
    {
        ReportState.DRAFT: {ReportState.ISSUED, ReportState.DROPPED},
        ReportState.ISSUED: set(),
        ReportState.DROPPED: set(),
    }
)
