"""Nothing that is done about reports changes what the public can read."""

from almoner.registers.revision import declare_quiet

from .events import ReportEvent

declare_quiet(*ReportEvent)
