"""Forms of offices: who is proposed for one, and what the second person says."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User

from .fields import DayField


class OfficeForm(forms.Form):
    holder = forms.ModelChoiceField(
        label=gettext_lazy("Who is to hold it"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose somebody"),
    )
    from_day = DayField(label=gettext_lazy("From which day"))

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["holder"]
        field.queryset = people
        field.label_from_instance = lambda person: person.name


class DecideOfficeForm(forms.Form):
    """Confirms that somebody holds an office, or refuses it with a reason."""

    CONFIRM, REFUSE = "confirm", "refuse"

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            (CONFIRM, gettext_lazy("Confirm: they hold the office")),
            (REFUSE, gettext_lazy("Refuse")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why you refuse"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Needed to refuse. It stays on this page, not in the ledger."),
    )

    def clean_reason(self) -> str:
        said: str = self.cleaned_data["reason"]
        if self.cleaned_data.get("decision") == self.REFUSE and not said.strip():
            raise ValidationError(_("Say why you refuse."))
        return said
