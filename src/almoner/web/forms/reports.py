"""The form of a report that is begun."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from almoner.reports.operations import LONGEST, Asked
from almoner.reports.queries import Kind

from .fields import DayField


class BeginReportForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Which report"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Say what the report is called.")},
    )
    panel = forms.CharField(
        label=gettext_lazy("Whom it is to"),
        help_text=gettext_lazy("Such as the audit panel. It stands above the title."),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Say whom the report is to.")},
    )
    as_at = DayField(
        label=gettext_lazy("As at which day"),
        help_text=gettext_lazy(
            "Its figures say what was so when that day ended, by what was known then. Until the"
            " day comes they are those of today."
        ),
    )

    def __init__(self, *args: Any, kinds: Iterable[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, f"{one.template.title}: {one.template.what}") for one in kinds]

    def asked(self) -> Asked:
        """What was asked for. Only a valid form can say."""
        return Asked(**self.cleaned_data)
