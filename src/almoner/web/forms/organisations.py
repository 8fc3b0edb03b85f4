"""Forms about which organisations are one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from almoner.organisations.models import Organisation

from .filters import FilterForm

WHY = gettext_lazy("Why, if there is something to say")
INSIDE = gettext_lazy("For officials and auditors. It is never published.")


class OrganisationSearch(FilterForm):
    q = forms.CharField(
        label=gettext_lazy("Name or reference of an organisation"),
        max_length=100,
        widget=forms.TextInput({"type": "search", "class": "govuk-input--width-20"}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=WHY, required=False, widget=forms.Textarea({"rows": 2}), help_text=INSIDE
    )


class MergeForm(ReasonForm):
    """Says which of two organisations speaks for both from now on."""

    keep = forms.ChoiceField(
        label=gettext_lazy("Under which name are they shown from now on?"),
        widget=forms.RadioSelect,
    )
    field_order = ["keep", "reason"]

    def __init__(self, said: Any, *, one: Organisation, other: Organisation) -> None:
        super().__init__(said)
        self.both = {one.reference: one, other.reference: other}
        field = self.fields["keep"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, f"{each.name} ({key})") for key, each in self.both.items()]

    @property
    def survivor(self) -> Organisation:
        return self.both[self.cleaned_data["keep"]]

    @property
    def merged(self) -> Organisation:
        (other,) = (each for each in self.both.values() if each != self.survivor)
        return other
