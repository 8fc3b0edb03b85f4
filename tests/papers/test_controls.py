from datetime import timedelta

import pytest

from tests.assurance.asked import only_the_first_breaks
from tests.factories import NOON, CopyFactory

pytestmark = pytest.mark.django_db


def test_a_copy_is_checked_within_ten_days():
    only_the_first_breaks(
        "copies-checked",
        lambda: CopyFactory(submitted_at=NOON - timedelta(days=11)),
        lambda: CopyFactory(submitted_at=NOON - timedelta(days=10)),
    )
