"""How often somebody wants word of all that is due to them."""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.workdays import first_working_day_of_week, is_working_day


class DigestRhythm(TextChoices):
    """When a person is told by e-mail what is due to them."""

    AS_THE_HOUSE = "as-the-house", _("Each day on which something falls due, as the house does")
    WORKING_DAYS = "working-days", _("Each working day, with what falls due in seven days")
    WEEKLY = "weekly", _("Once a week, on Monday, with what falls due in seven days")
    NEVER = "never", _("Never, but for what is urgent")


def is_its_day(rhythm: DigestRhythm, *, on: date) -> bool:
    """Whether a digest of that rhythm is sent on a day; what the house sends is none."""
    if rhythm == DigestRhythm.WORKING_DAYS:
        return is_working_day(on)
    return rhythm == DigestRhythm.WEEKLY and on == first_working_day_of_week(on)
