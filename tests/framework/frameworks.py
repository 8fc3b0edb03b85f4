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
