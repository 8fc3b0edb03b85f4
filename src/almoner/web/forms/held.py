"""The form that asks when a request for information came."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .fields import DayField
from .filters import FilterForm


class ReceivedForm(FilterForm):
    """The day on which a request was received."""

    received = DayField(label=gettext_lazy("The request was received on"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_received(self) -> date | None:
        received: date | None = self.cleaned_data["received"]
        if received and received > self.today:
            raise ValidationError(_("Enter today or a day before it."))
        return received
