"""Nothing that is done about reports, and no assurance file, changes what the public can read."""

from almoner.registers.revision import declare_quiet

from .events import AssuranceFileEvent, ReportEvent

declare_quiet(*ReportEvent, *AssuranceFileEvent)
