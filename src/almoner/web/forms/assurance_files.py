"""The form that asks as at which day an assurance file is taken."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .fields import DayField


class DayOfFileForm(forms.Form):
    on = DayField(
        label=gettext_lazy("As at which day"),
        help_text=gettext_lazy("Leave it empty for what is known now."),
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        if day and day > self.today:
            raise ValidationError(_("Enter today or a day before."))
        return day
