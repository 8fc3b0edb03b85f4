"""A small framework whose gates ask only what commissions themselves declare."""

from almoner.framework.models import digest_of
from almoner.framework.parsed import parsed
from almoner.framework.queries import InForce

TEXT = """
title = "A small body"

[[duty]]
code = "grants-monthly"
what = "Grants made"
dataset = "grants"
law = "SI 2011/3050"
scope = "made-in-period"
frequency = "monthly"
due = { within = 1, unit = "months", set_by = "target" }
owner = "publisher"
deputy = "agreement-manager"

[[office]]
code = "head"
title = "Head of service"
role = "approver"

[[office]]
code = "money"
title = "Chief finance officer"
role = "finance"

[[matter]]
code = "plan"
title = "The plan"

[[limit]]
matter = "plan"
below = 50000
steps = ["head"]
confirmed = false

[[limit]]
matter = "plan"
at_least = 50000
steps = ["head", "money"]
confirmed = false

[[power]]
code = "crime-reduction"
title = "Crime and disorder reduction grants"
law = "Police Reform and Social Responsibility Act 2011 s.9"
instruments = ["grant"]

[[power]]
code = "services"
title = "Services"
law = "Local Government Act 1972 s.111"

[[objective]]
code = "safer-streets"
title = "Safer streets"
confirmed = false

[[reason]]
code = "only-one"
title = "Only one can do it"
evidence = "How others were looked for"

[[route]]
code = "grant"
title = "Competitive grant"
instrument = "grant"
open_to = [{ field = "value", comparison = "at-least", value = 10000 }]

[[route.stage]]
code = "plan"
title = "Plan"
next = ["open"]
controls = ["need-recorded", "objective-named", "power-named"]
matter = "plan"

[[route.stage]]
code = "open"
title = "Open"
next = ["close"]

[[route.stage]]
code = "close"
title = "Close"
office = "head"

[[route]]
code = "contract"
title = "Open procedure"
instrument = "contract"

[[route.stage]]
code = "plan"
title = "Plan"
next = ["close"]
controls = [
    "route-test-signed",
    "regime-derived",
    "timetable-sufficient",
    "consultation-answered",
    "equality-assessed",
    "data-protection-screened",
    "splitting-answered",
]
matter = "plan"

[[route.stage]]
code = "close"
title = "Close"
office = "head"

[[route]]
code = "direct"
title = "Direct award"
instrument = "contract"

[[route.stage]]
code = "plan"
title = "Plan"
next = ["close"]
controls = ["direct-award-justified"]
matter = "plan"

[[route.stage]]
code = "close"
title = "Close"
office = "head"
"""


# The same, whose gates ask for the certificates of whoever leads a case or signs for equality.
TRAINED = (
    TEXT.replace('"power-named"]', '"power-named", "lead-trained"]').replace(
        '"data-protection-screened",', '"data-protection-screened", "equality-signer-trained",'
    )
    + """
[[course]]
code = "commissioning-essentials"
title = "Commissioning, from need to agreement"

[[certificate]]
holder = "lead"
course = "commissioning-essentials"
first_day = 2026-03-01

[[certificate]]
holder = "equality-signer"
course = "commissioning-essentials"
first_day = 2026-03-01
"""
)


def in_force(text=TEXT):
    """A framework as what holds now, but written nowhere else: begin_case keeps its text."""
    return Written(parsed(digest_of(text), lambda: text), digest_of(text), text)


class Written(InForce):
    """What holds, with its text at hand."""

    def __init__(self, framework, digest, said):
        super().__init__(framework, digest)
        object.__setattr__(self, "said", said)

    @property
    def text(self):
        return self.said
