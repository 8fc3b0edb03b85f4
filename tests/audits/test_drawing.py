from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError

from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.audits.drawing import POPULATIONS, draw, population_on
from almoner.audits.models import Sample
from almoner.audits.operations import draw_sample
from tests.actions.factories import ActionFactory
from tests.factories import DAY, NOON, official

NAMES = [f"actions.action:ACT-2026-{n:03}" for n in range(1, 31)]


def test_the_same_seed_draws_the_same_sample_in_the_same_order():
    first, again, other = (draw(NAMES, seed=seed, size=5) for seed in ("42", "42", "43"))

    assert first == again
    assert first.members != other.members
    by_hand = sorted(NAMES, key=lambda name: sha256(f"42\n{name}".encode()).hexdigest())[:5]
    assert (first.members, first.population_size) == (by_hand, 30)


def test_a_larger_sample_begins_with_the_smaller_one():
    assert draw(NAMES, seed="42", size=9).members[:5] == draw(NAMES, seed="42", size=5).members


@pytest.mark.django_db
@pytest.mark.parametrize("code", POPULATIONS)
def test_every_population_can_be_asked(code):
    assert population_on(code, DAY) == []


@pytest.mark.django_db
def test_a_sample_keeps_of_what_it_was_drawn():
    ActionFactory()
    later = ActionFactory(opened_at=NOON.replace(day=6))
    by = official(Role.AUDITOR)
    said = {"as_at": DAY, "seed": "42", "review": None, "by": by, "at": NOON}

    sample = draw_sample("actions", size=20, **said)

    assert (sample.size, sample.population_size) == (1, 1)
    assert str(later) not in [str(member) for member in sample.members.all()]
    assert Action.objects.count() == 2
    for wrong in ({"seed": " "}, {"size": 0}, {"size": 501}):
        with pytest.raises(ValidationError):
            draw_sample("actions", **{"size": 1, **said, **wrong})
    with pytest.raises(ValidationError, match="no such population"):
        draw_sample("moons", size=1, **said)
    assert Sample.objects.count() == 1
