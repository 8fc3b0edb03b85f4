from datetime import date

import pytest

from almoner.registers.information_requests import answer_due_on


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 1), date(2026, 9, 29)),
        # Received on a Saturday: Monday is the first working day after it.
        (date(2026, 9, 5), date(2026, 10, 2)),
        # 12 July is a bank holiday in Northern Ireland, kept on the Monday after it.
        (date(2026, 7, 1), date(2026, 7, 30)),
        # Christmas, Boxing Day and New Year; in Scotland the day after that, too, on the Monday.
        (date(2026, 12, 14), date(2027, 1, 15)),
    ],
)
def test_an_answer_is_due_on_the_twentieth_working_day_of_all_four_nations(received, due):
    assert answer_due_on(received) == due
