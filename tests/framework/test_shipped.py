"""The frameworks that come with Almoner say what the law says, and no more."""

from datetime import date

import pytest

from almoner.core.periods import FinancialYear
from almoner.framework.calendar import edition_due_on
from almoner.framework.duties import Scope, SetBy, Subject
from almoner.framework.reading import SHIPPED, framework_called
from almoner.publication.datasets import registry

POLICING = {
    "grants-monthly": ("monthly", "made-in-period", "SI 2011/3050 sch. paras 3(f), 14"),
    "grants-quarterly": ("quarterly", "live-at-end", None),
    "spend-monthly": ("monthly", "made-in-period", "SI 2011/3050 sch. paras 3(g), 14"),
    "contracts-quarterly": ("quarterly", "live-at-end", None),
    "contracts-small-quarterly": (
        "quarterly",
        "made-in-period",
        "SI 2011/3050 sch. paras 4(d), 13",
    ),
    "contract-copies": (None, "continuous", "SI 2011/3050 sch. paras 4(b), 16"),
    "tender-copies": (None, "continuous", "SI 2011/3050 sch. paras 4(c), 16"),
    "decisions": (None, "continuous", "SI 2011/3050 sch. paras 5(d), 16"),
}


def test_a_policing_body_has_the_duties_of_its_order_and_its_own_commitments():
    duties = framework_called("policing").duties

    assert {duty.code: (duty.frequency, duty.scope, duty.law) for duty in duties} == POLICING


def test_the_order_names_no_day_so_every_day_of_a_policing_body_is_its_own_target():
    assert {duty.due.set_by for duty in framework_called("policing").duties} == {SetBy.TARGET}


def test_the_lists_of_the_transparency_code_are_due_by_law():
    duties = framework_called("council").duties

    assert {duty.due.set_by for duty in duties} == {SetBy.LAW}
    assert Scope.CONTINUOUS not in {duty.scope for duty in duties}


@pytest.mark.parametrize("code", ["spend-quarterly", "tenders-quarterly", "contracts-quarterly"])
def test_the_transparency_code_gives_a_month_after_each_quarter(code):
    duty = next(duty for duty in framework_called("council").duties if duty.code == code)

    assert [edition_due_on(duty, quarter) for quarter in FinancialYear(2026).quarters()] == [
        date(2026, 7, 31),
        date(2026, 10, 31),
        date(2027, 1, 31),
        date(2027, 4, 30),
    ]


def test_every_dataset_that_is_published_can_be_named_by_a_duty():
    assert set(registry) - set(Subject.values) == set()


def test_what_is_shipped_is_known_by_its_name():
    assert list(SHIPPED) == ["council", "policing"]
