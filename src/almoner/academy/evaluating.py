"""What those who came to a workshop are asked."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST = 5  # of five: strongly agree
QUESTIONS: Mapping[str, Promise] = {
    "useful": _("I can use in my work what I learnt"),
    "clear": _("What was said was clear"),
    "pace": _("The pace was right"),
}
AGREEMENT: Mapping[int, Promise] = {
    5: _("Strongly agree"),
    4: _("Agree"),
    3: _("Neither"),
    2: _("Disagree"),
    1: _("Strongly disagree"),
}
