import pytest

from almoner.opendata.safety import CHECKS, About
from almoner.opendata.safety.samples import NAMES, measure, sample

# How many of those that must wait do, and how many harmless ones are held up, at the worst: what
# the checks did when they were written. Whoever changes one for the worse says why in the commit.
LEAST_AND_MOST = {
    "tuned_on": (0.95, 0.01),
    "held_out": (0.95, 0.03),
    "afterwards": (0.9, 0.1),
    "fresh": (0.9, 0.04),
}


@pytest.mark.parametrize("name", ["tuned_on", "held_out"])
def test_each_sample_has_every_danger_and_as_many_harmless_rows(name):
    rows = sample(name)

    expected = {code for row in rows for code in row.expects}
    assert expected == {c.code for c in CHECKS.values() if c.about is not About.FIGURES}
    assert len(rows) >= 300
    assert 0.4 < sum(not row.expects for row in rows) / len(rows) < 0.6


def test_no_row_stands_in_both_samples():
    rows = [str(row.values) for name in NAMES for row in sample(name)]

    assert len({*rows}) == len(rows)


@pytest.mark.parametrize("name", NAMES)
def test_what_must_wait_does_and_what_is_harmless_is_let_through(name):
    least, most = LEAST_AND_MOST[name]

    measured = measure(sample(name))

    assert measured.dangerous_held_up / measured.dangerous_that_should >= least
    assert measured.harmless_held_up / measured.harmless <= most
