"""What assurance does by itself each night: it asks every control of all that it covers."""

from datetime import datetime

from django.utils.translation import gettext as _

from almoner.core.actors import NIGHTLY
from almoner.core.daily import declare_daily, with_each
from almoner.core.moments import day_of

from .controls import known_controls
from .operations import ask_control
from .queries import has_run


@declare_daily("controls")
def ask_controls(at: datetime) -> str:
    """One that fails is kept as red, and does not hold the others up."""
    on = day_of(at)
    due = [code for code in known_controls() if not has_run(code, on=on)]
    runs = with_each(due, lambda code: ask_control(code, on=on, by=NIGHTLY, at=at))
    red = sum(bool(run.broken or run.failure) for run in runs)
    return _("%(count)d controls asked, %(red)d red") % {"count": len(runs), "red": red}
