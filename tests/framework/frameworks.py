"""Frameworks for tests: a sound one, and what a line of it is changed to."""

from almoner.framework.duties import Frequency
from almoner.framework.reading import read_framework

SOUND = """\
title = "Wexmoor Office for Policing and Crime"

[[duty]]
code = "grants"
what = "Grants made"
dataset = "grants"
law = "SI 2011/3050 sch. para. 3(f)"
scope = "made-in-period"
frequency = "monthly"
due = { within = 20, unit = "days", set_by = "target" }
owner = "publisher"
deputy = "finance"

[[duty]]
code = "decisions"
what = "Decisions"
dataset = "decisions"
commitment = "We say what we decide"
scope = "continuous"
due = { within = 5, unit = "working-days", set_by = "target" }
owner = "board-secretary"
deputy = "publisher"
"""


def duty_of_periods(frequency=Frequency.MONTHLY, *, within=20, unit="days"):
    text = SOUND.replace('"monthly"', f'"{frequency}"')
    text = text.replace('within = 20, unit = "days"', f'within = {within}, unit = "{unit}"')
    return read_framework(text, file="wexmoor.toml").duties[0]


def continuous_duty(*, within=5, unit="working-days"):
    text = SOUND.replace('within = 5, unit = "working-days"', f'within = {within}, unit = "{unit}"')
    return read_framework(text, file="wexmoor.toml").duties[1]


COMMISSIONING = """
[[office]]
code = "head"
title = "Head of service"
role = "approver"

[[office]]
code = "director"
title = "Director"
role = "approver"

[[matter]]
code = "award"
title = "Awarding"

[[limit]]
matter = "award"
below = 10000
steps = ["head"]
confirmed = true

[[limit]]
matter = "award"
at_least = 10000
steps = ["head", "director"]

[[limit]]
matter = "award"
steps = ["director"]
when = [{ field = "is-novel", comparison = "is", value = true }]

[[route]]
code = "grant"
title = "Grant"
instrument = "grant"
open_to = [{ field = "value", comparison = "below", value = 50000 }]

[[route.stage]]
code = "plan"
title = "Plan"
next = ["open"]
controls = ["need-recorded", "headroom-there"]
documents = ["business-case"]
office = "head"

[[route.stage]]
code = "open"
title = "Open"
next = ["award", "plan"]

[[route.stage]]
code = "award"
title = "Award"
next = ["close"]
matter = "award"

[[route.stage]]
code = "close"
title = "Close"

[[power]]
code = "grants"
title = "Grants"
law = "An Act, s. 9"

[[reason]]
code = "only-one"
title = "Only one provider"
evidence = "Who else was asked"

[[objective]]
code = "safety"
title = "Safety"

[[review]]
code = "yearly"
title = "Each grant yearly"
of = "grant"
every_months = 12
owner = "agreement-manager"

[[control]]
code = "headroom-there"
parameters = { warn_at = 90 }

[rules]
over_planning = "warns"
"""
WHOLE = SOUND + COMMISSIONING


def changed(*changes):
    """The whole framework after each of the pairs was replaced once; of none, as it is."""
    return read_framework(text_after(*changes), file="wexmoor.toml")


def text_after(*changes):
    text = WHOLE
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text
