"""Where the money of a fund comes from, and the rules that a fund may have: closed lists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """Where a fund's money comes from."""

    MINISTRY = "ministry", _("Grant from a ministry")
    OWN = "own", _("The body’s own budget")
    PRECEPT = "precept", _("Precept")
    RESERVE = "reserve", _("Reserve")
    PARTNER = "partner", _("Another public body")
    OTHER = "other", _("Another source")


class CarryOver(TextChoices):
    """What becomes of what is left when a line's year ends."""

    NONE = "none", _("Nothing is carried over: what is left goes back")
    SHARE = "share", _("Up to a share of what was put in is carried over")
    ALL = "all", _("All that is left may be carried over")


class OverPlanning(TextChoices):
    """What happens when more is planned than a line has left."""

    STOP = "stop", _("Stop: no more is planned than is left")
    WARN = "warn", _("Warn: more may be planned, never committed")
