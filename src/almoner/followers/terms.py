"""How often somebody wants to be told, and why nobody is told any more: two closed lists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Rhythm(TextChoices):
    """How often somebody wants to be told, at most."""

    DAILY = "daily", _("Each day on which something is new")
    WEEKLY = "weekly", _("Once a week, on Monday")


class Ending(TextChoices):
    """Why nobody is told any more."""

    STOPPED = "stopped", _("They stopped it")
    REPLACED = "replaced", _("They asked for the same again")
    LAPSED = "lapsed", _("They did not confirm it in time")
    REMOVED = "removed", _("The body removed their address")
