"""What the framework says of over-planning, where a test needs that a fund may warn."""

from datetime import date

from tests.framework.factories import ApprovedFrameworkFactory, FrameworkTextFactory
from tests.framework.frameworks import WHOLE


def let_funds_warn():
    """A framework that leaves over-planning to each fund."""
    assert 'over_planning = "warns"' in WHOLE
    return ApprovedFrameworkFactory(holds_from=date(2020, 4, 1))


def stop_all_funds(first_day):
    """A stricter one, from a day on."""
    text = FrameworkTextFactory(text=WHOLE.replace('"warns"', '"stops"'))
    return ApprovedFrameworkFactory(text=text, first_day=first_day)
