"""Editions, published as a body does it: one submits, another approves."""

from contextlib import contextmanager
from pathlib import Path

from django.test import override_settings

from almoner.accounts.roles import Role
from almoner.core.actors import NIGHTLY
from almoner.framework.calendar import period_named
from almoner.registers.due_editions import duty_called
from almoner.registers.operations import (
    approve_edition,
    begin_correction,
    draft_edition,
    submit_edition,
)
from almoner.registers.queries import editions_of
from tests.factories import NOON, official

WEXMOOR = str(Path(__file__).with_name("wexmoor.toml"))


@contextmanager
def duties_of_wexmoor():
    with override_settings(FRAMEWORK=WEXMOOR):
        yield


def drafted(code="spend", period="2026-02", *, at=NOON):
    """An edition that the house drafted or, if the period is published, a correction."""
    duty = duty_called(code, on=NOON.date())
    span = period_named(duty, period)
    if editions_of(code).filter(period=period).exists():
        by = official(Role.PUBLISHER)
        return begin_correction(duty, span, reason="A late invoice", by=by, at=at)
    return draft_edition(duty, span, by=NIGHTLY, at=at)


def submitted(code="spend", period="2026-02", *, at=NOON, by=None):
    return submit_edition(drafted(code, period, at=at), by=by or official(Role.PUBLISHER), at=at)


def approve(preparation, *, at=NOON, by=None):
    by = by or official(Role.PUBLISHER)
    return approve_edition(preparation, seen=preparation.digest, by=by, at=at)


def issue(code="spend", period="2026-02", *, at=NOON):
    """An edition that is out."""
    with duties_of_wexmoor():
        return approve(submitted(code, period, at=at), at=at)
