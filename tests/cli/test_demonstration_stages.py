import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.conf import settings as django_settings

from almoner.accounts.models import User
from almoner.cli.demonstration import ground
from almoner.cli.demonstration.stages import Stage, play
from almoner.cli.refusals import Refusal
from almoner.core.models import Installation
from almoner.payments.queries import live_payments
from almoner.registers.models import Edition
from tests.beginnings import copy_to
from tests.factories import UserFactory
from tests.guard import arranging

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 25, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _elsewhere(settings, tmp_path):
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"


@pytest.mark.parametrize(
    ("stage", "people", "payments"),
    [
        (Stage.FOUNDING, 3, False),
        (Stage.INVITING, 18, False),
        (Stage.IMPORTING, 18, True),
        (Stage.MANAGING, 18, True),
    ],
)
def test_a_stage_is_as_far_as_the_story_goes(stage, people, payments):
    play(upto=stage, now=NOW, tell=lambda _said: None, months_told=1)

    assert User.objects.count() == people
    assert live_payments().exists() is payments
    assert not Edition.objects.exists()


def test_a_body_at_work_is_never_thrown_away():
    UserFactory()
    with arranging():
        Installation.objects.create(is_demonstration=False, made_at=NOW)

    with pytest.raises(Refusal, match="no demonstration's"):
        ground.clear_ground()


def almoner(home, *words):
    return subprocess.run(
        [sys.executable, "-m", "almoner.cli", *words],
        env={"ALMONER_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": "src"},
        cwd=django_settings.BASE_DIR.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )


def home_with_tables(folder):
    home = folder / "home"
    home.mkdir()
    copy_to(home / "almoner.sqlite3")
    return home


def test_the_command_is_safe_to_repeat_and_begins_again_after_being_cut_off(tmp_path):
    home = home_with_tables(tmp_path)

    first = almoner(home, "demo", "--stage", "founding")
    again = almoner(home, "demo", "--stage", "founding")
    (home / "demonstration-half-told").touch()
    third = almoner(home, "demo", "--stage", "founding")

    assert (first.returncode, first.stderr) == (0, "")
    assert "as far as founding" in first.stdout
    assert "as far as founding" not in again.stdout
    assert "as far as founding" in third.stdout


def test_the_command_refuses_a_database_with_a_body_at_work(tmp_path):
    home = home_with_tables(tmp_path)
    almoner(home, "migrate", "--quiet")

    refused = almoner(home, "demo")

    assert refused.returncode == 1
    assert "There is a body at work in this database" in refused.stderr
