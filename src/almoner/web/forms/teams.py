"""Forms about teams: what one is called and for, who joins it, and until when."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from .actions import offer_people, person_field
from .fields import DayField


class TeamForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What it is called"), max_length=80)
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Its work, in a sentence. Name nobody: who is in it is said apart."),
    )


class JoinForm(forms.Form):
    """Somebody who joins a team, over some days."""

    person = person_field(gettext_lazy("Who joins"))
    valid_from = DayField(label=gettext_lazy("First day"))
    valid_to = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty if it has no end."),
    )

    def __init__(self, said: Any = None, *, on: date) -> None:
        super().__init__(said, initial={"valid_from": on})
        offer_people(self, "person", on=on)


class LeaveForm(forms.Form):
    ends = DayField(
        label=gettext_lazy("From which day are they not in it any more?"),
        help_text=gettext_lazy("Today at the earliest: what was, stays."),
    )

    def __init__(self, said: Any = None, *, on: date) -> None:
        super().__init__(said, initial={"ends": on})


class TeamAsAtForm(forms.Form):
    on = DayField(
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("Who was in it then, as was known on that day."),
    )
