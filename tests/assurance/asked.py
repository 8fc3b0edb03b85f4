"""Asking a control as gates and assurance do, of one case that breaks it and one that keeps it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.assurance.asking import findings, standings, tally
from almoner.assurance.controls import control_called
from tests.factories import DAY


def only_the_first_breaks(code, make_broken, make_kept, *, on=DAY):
    """Assert that of two cases one breaks a control, whoever asks and however many there are."""
    broken, kept = make_broken(), make_kept()
    found = findings(code, on=on)

    assert found.failure == ""
    assert [one.reference for one in found.breaks] == [control_called(code).reference(broken)]
    assert all(one.reason for one in found.breaks)
    assert (found.covered >= 1, found.is_green) == (True, False)
    (red,), (green,) = (standings(case, [code], on=on) for case in (broken, kept))
    assert (red.is_green, red.failure, bool(red.verdict)) == (False, "", False)
    assert (green.is_green, green.failure) == (True, "")

    few = queries(code, on)
    for _more in range(3):
        make_broken()
    assert queries(code, on) == few
    assert tally(control_called(code), on=on).broken == 4


def queries(code, on):
    with CaptureQueriesContext(connection) as asked:
        findings(code, on=on)
    return len(asked)
