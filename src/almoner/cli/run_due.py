"""`almoner run_due`: does what is due. Meant for a timer; safe to run at any time, and twice."""

from argparse import ArgumentParser, Namespace

from django.utils.timezone import now

from almoner.core.daily import run_steps
from almoner.core.readiness import is_migrated

from .refusals import LACKS_TABLES, Refusal


def add_arguments(_parser: ArgumentParser) -> None:
    """It takes none."""


def run(_given: Namespace) -> int:
    if not is_migrated():
        raise Refusal(LACKS_TABLES)
    outcomes = []
    for outcome in run_steps(at=now()):
        outcomes.append(outcome)
        print(f"{outcome.step}: {'FAILED, ' if outcome.has_failed else ''}{outcome.said}")
    return int(any(outcome.has_failed for outcome in outcomes))
