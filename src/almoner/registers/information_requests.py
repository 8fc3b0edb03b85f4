"""By when a request for information is to be answered (Freedom of Information Act 2000, s.10)."""

from datetime import date

from almoner.core.workdays import Calendar, working_days_after

WORKING_DAYS = 20


def answer_due_on(received: date) -> date:
    """The twentieth working day after the day of receipt. By s.10(6) a bank holiday anywhere in the
    United Kingdom is none, and the days on which the body itself is closed are.
    """
    return working_days_after(received, WORKING_DAYS, calendar=Calendar.UNITED_KINGDOM)
