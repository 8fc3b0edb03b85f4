"""Forms about editions on their way, and about standing authorities."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.framework.duties import Duty

from .fields import DayField


class ApproveForm(forms.Form):
    """Sends which rows were seen: if others were submitted since, nothing is approved."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it goes back"),
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Whoever submits it again sees it. It is not in the ledger."),
    )


class CorrectForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What the next edition puts right"),
        widget=forms.Textarea({"rows": 3}),
        max_length=500,
        help_text=gettext_lazy("The public sees it, on the edition’s page and in its files."),
    )


class ProposeAuthorityForm(forms.Form):
    duty = forms.ChoiceField(label=gettext_lazy("For which duty"), widget=forms.RadioSelect)
    valid_from = DayField(label=gettext_lazy("First day"))
    valid_to = DayField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, duties: list[Duty], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        choice = self.fields["duty"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(duty.code, f"{duty.what} ({duty.code})") for duty in duties]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and said["valid_to"] < said["valid_from"]:
            self.add_error("valid_to", _("Give a last day that does not come before the first."))
        elif not self.errors and said["valid_to"] < self.on:
            self.add_error("valid_to", _("Give a last day that has not passed."))
        return said
