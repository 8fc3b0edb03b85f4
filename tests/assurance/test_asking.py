from datetime import date

import pytest
from django.db.models.functions import Length

from almoner.accounts.roles import Role
from almoner.assurance import controls
from almoner.assurance.asking import findings, standings, stands, tally
from almoner.assurance.controls import (
    BadParameter,
    Break,
    Control,
    NoSuchControl,
    Parameter,
    control_called,
    declare_parameters,
    known_controls,
    parameters_on,
    register,
)
from almoner.core.models import Batch
from almoner.organisations.models import Organisation
from tests.factories import DAY, BatchFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


class LongName(Control[Organisation]):
    code = "name-is-short"
    title, promise = "Names are short", "Every name is short enough."
    owner = Role.PUBLISHER
    because = "Its name is too long."
    parameters = (Parameter("letters", "How many letters", 5),)

    def covers(self, on, parameters):
        return Organisation.objects.all()

    def broken(self, cases, on, parameters):
        return cases.alias(letters=Length("name")).filter(letters__gt=parameters["letters"])


class Odd(LongName):
    code = "name-is-even"
    parameters = ()

    def broken(self, cases, on, parameters):
        return cases.filter(name__startswith="Odd")

    def reason(self, case, on, parameters):
        return f"{case.name} is odd."


class ToldByPython(Odd):
    code = "name-is-told-by-python"
    broken = Control.broken

    def breaks(self, cases, on, parameters):
        return (Break(str(case), "Odd", None) for case in cases if case.name.startswith("Odd"))


class Fails(LongName):
    code = "fails"

    def broken(self, cases, on, parameters):
        return cases.filter(pk__in=Organisation.objects.raw("SELECT nothing"))


class FailsInTheDatabase(LongName):
    code = "fails-late"

    def broken(self, cases, on, parameters):
        return cases.extra(where=["no_such_column = 1"])


class OfBatches(LongName):
    code = "of-batches"

    def covers(self, on, parameters):
        return Batch.objects.all()

    def broken(self, cases, on, parameters):
        return cases


@pytest.fixture(autouse=True)
def _declared(monkeypatch):
    monkeypatch.setattr(controls, "registry", {})
    monkeypatch.setattr(controls, "_sources", [])
    for control in (LongName, Odd, ToldByPython, Fails, FailsInTheDatabase, OfBatches):
        register(control)


def odd():
    return OrganisationFactory(name="Oddfellows")


def test_findings_are_of_all_that_a_control_covers():
    long, _short = odd(), OrganisationFactory(name="Oak")

    found = findings("name-is-short", on=DAY)

    assert (found.covered, found.is_green) == (2, False)
    assert [(one.reference, one.reason) for one in found.breaks] == [
        (long.reference, "Its name is too long.")
    ]
    assert found.breaks[0].place.about == f"organisations.organisation:{long}"


def test_a_gate_asks_of_one_case():
    assert not stands(odd(), "name-is-short", on=DAY)
    assert stands(odd(), "name-is-short", on=DAY).reason == "Its name is too long."
    assert stands(OrganisationFactory(name="Oak"), "name-is-short", on=DAY)


def test_many_controls_are_asked_of_one_case_in_one_query(django_assert_num_queries):
    case = OrganisationFactory(name="Oak")

    with django_assert_num_queries(3):  # and the marks around it, within a transaction
        green = standings(case, ["name-is-short", "name-is-even"], on=DAY)

    assert [one.is_green for one in green] == [True, True]


def test_each_control_says_its_own_reason_in_the_order_asked():
    found = standings(odd(), ["name-is-even", "name-is-told-by-python", "name-is-short"], on=DAY)

    said = ["Oddfellows is odd.", "Odd", "Its name is too long."]
    assert [one.reasons for one in found] == [[reason] for reason in said]


@pytest.mark.parametrize("code", ["fails", "fails-late"])
def test_a_control_that_cannot_be_asked_is_red_and_stops_no_other(code):
    case = OrganisationFactory(name="Oak")

    found = standings(case, [code, "name-is-short"], on=DAY)

    assert [one.is_green for one in found] == [False, True]
    assert "could not be checked" in found[0].verdict.reason
    all_of_them, counted = findings(code, on=DAY), tally(control_called(code), on=DAY)
    assert (all_of_them.is_green, counted.is_green) == (False, False)
    assert all_of_them.failure
    assert OrganisationFactory().pk  # the transaction goes on


def test_a_control_of_another_kind_of_thing_is_red_never_green():
    assert not stands(odd(), "of-batches", on=DAY)
    assert not stands(BatchFactory(), "name-is-short", on=DAY)


def test_an_unknown_control_names_those_there_are():
    with pytest.raises(NoSuchControl, match="No control is called nonsense.*, of-batches"):
        stands(odd(), "nonsense", on=DAY)


def test_two_controls_of_one_code_are_refused():
    with pytest.raises(ValueError, match="Two controls are called"):
        register(LongName)


def test_parameters_come_from_the_body_or_from_the_cases_own_framework():
    case = odd()

    @declare_parameters
    def told(on):
        return {"name-is-short": {"letters": 10}} if on >= DAY else {}

    assert stands(case, "name-is-short", on=DAY)
    assert not stands(case, "name-is-short", on=date(2026, 3, 3))
    assert not stands(case, "name-is-short", on=DAY, parameters={"letters": 9})
    assert parameters_on("name-is-short", DAY) == {"letters": 10}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"leters": 3}, "no parameter leters. It has: letters"),
        ({"letters": "three"}, "letters takes a whole number, not 'three'"),
        ({"letters": -1}, "letters takes a whole number"),
        ({"letters": True}, "letters takes a whole number"),
    ],
)
def test_a_parameter_that_is_none_is_refused(given, said):
    with pytest.raises(BadParameter, match=said):
        stands(odd(), "name-is-short", on=DAY, parameters=given)


def test_every_code_is_listed_in_order():
    assert known_controls() == sorted(known_controls())
    assert "name-is-short" in known_controls()
