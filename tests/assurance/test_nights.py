from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from almoner.accounts.roles import Role
from almoner.assurance import controls
from almoner.assurance.controls import Control, register
from almoner.assurance.events import ControlEvent
from almoner.assurance.models import Lapse, Run
from almoner.assurance.queries import broken_since, last_runs_of, mended_since
from almoner.assurance.tasks import ask_controls
from almoner.core.models import Event
from almoner.organisations.models import Organisation
from tests.factories import DAY, NOON, OrganisationFactory
from tests.guard import arranging

pytestmark = pytest.mark.django_db
NIGHT = timedelta(days=1)


class Short(Control):
    code = "names-are-short"
    title, promise, owner = "Names are short", "Names are short.", Role.PUBLISHER
    because = "It is long."

    def covers(self, on, parameters):
        return Organisation.objects.all()

    def broken(self, cases, on, parameters):
        return cases.filter(name__startswith="Long")


class Fails(Short):
    code = "fails"

    def broken(self, cases, on, parameters):
        raise ZeroDivisionError


@pytest.fixture(autouse=True)
def _declared(monkeypatch):
    monkeypatch.setattr(controls, "registry", {})
    register(Short)


def rename(organisation, name):
    with arranging():
        Organisation.objects.filter(pk=organisation.pk).update(name=name)


def test_each_night_keeps_how_a_control_stood_and_leaves_a_line():
    long, _short = OrganisationFactory(name="Long"), OrganisationFactory(name="Oak")

    assert ask_controls(NOON) == "1 controls asked, 1 red"

    run = Run.objects.get()
    assert (run.control, run.night, run.covered, run.broken) == ("names-are-short", DAY, 2, 1)
    assert run.percent_kept == 50
    line = Event.objects.get(kind=ControlEvent.ASKED)
    assert line.facts == {
        "outcome": "broken",
        "covered": "2",
        "broken": "1",
        "population": run.population,
    }
    lapse = Lapse.objects.get()
    assert (lapse.reference, lapse.reason, lapse.mended_on) == (str(long), "It is long.", None)


def test_asking_twice_a_night_changes_nothing():
    ask_controls(NOON)

    assert ask_controls(NOON) == "0 controls asked, 0 red"


def test_a_case_lapses_from_the_night_it_is_seen_to_the_night_it_is_mended():
    long = OrganisationFactory(name="Long")
    ask_controls(NOON)
    ask_controls(NOON + NIGHT)
    assert broken_since("names-are-short", [str(long)]) == {str(long): DAY}

    rename(long, "Oak")
    ask_controls(NOON + 2 * NIGHT)
    rename(long, "Longer")
    ask_controls(NOON + 3 * NIGHT)

    spans = list(Lapse.objects.order_by("pk").values_list("first_on", "mended_on"))
    assert spans == [(DAY, DAY + 2 * NIGHT), (DAY + 3 * NIGHT, None)]
    assert mended_since("names-are-short", DAY).count() == 1
    assert [run.broken for run in last_runs_of("names-are-short")] == [1, 1, 0, 1]


def test_the_population_tells_one_set_of_cases_from_another():
    OrganisationFactory()
    ask_controls(NOON)
    ask_controls(NOON + NIGHT)
    OrganisationFactory()
    ask_controls(NOON + 2 * NIGHT)

    first, second, third = (run.population for run in last_runs_of("names-are-short"))
    assert first == second != third


def test_a_control_that_fails_is_kept_as_red_and_mends_nothing():
    OrganisationFactory(name="Long")
    ask_controls(NOON)
    controls.registry.pop("names-are-short")
    Fails.code = "names-are-short"
    register(Fails)

    assert ask_controls(NOON + NIGHT) == "1 controls asked, 1 red"

    run = Run.objects.order_by("pk").last()
    assert (run.failure, run.percent_kept) == ("ZeroDivisionError", None)
    assert Lapse.objects.get().mended_on is None
    assert Event.objects.order_by("number").last().facts["outcome"] == "not-asked"


def test_what_was_kept_of_a_night_is_evidence():
    OrganisationFactory(name="Long")
    ask_controls(NOON)
    for change in (
        lambda: Run.objects.update(broken=0),
        lambda: Run.objects.all().delete(),
        lambda: Lapse.objects.update(reason="It is fine"),
        lambda: Lapse.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), arranging():
            change()
