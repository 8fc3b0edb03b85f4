import pytest

from almoner.opendata.safety import CHECKS, About
from almoner.opendata.safety.samples import NAMES, measure, sample

# What the checks did when they were written. Whoever lowers one says why in the commit.
LEAST_HELD_UP = 0.9
MOST_FALSE = 0.05


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_has_every_danger_and_as_many_harmless_rows(name):
    rows = sample(name)

    expected = {code for row in rows for code in row.expects}
    assert expected == {c.code for c in CHECKS.values() if c.about is not About.FIGURES}
    assert len(rows) >= 300
    assert 0.4 < sum(not row.expects for row in rows) / len(rows) < 0.6


def test_no_row_stands_in_both_samples():
    one, other = ({str(row.values) for row in sample(name)} for name in NAMES)

    assert one & other == set()


@pytest.mark.parametrize("name", NAMES)
def test_what_must_wait_does_and_what_is_harmless_is_let_through(name):
    measured = measure(sample(name))

    assert measured.dangerous_held_up / measured.dangerous_that_should >= LEAST_HELD_UP
    assert measured.harmless_held_up / measured.harmless <= MOST_FALSE
