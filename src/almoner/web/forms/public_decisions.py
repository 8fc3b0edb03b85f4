"""How anyone narrows the register of decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from almoner.core.periods import FinancialYear


class PublicDecisionFilters(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words, or a number"), required=False, max_length=100)
    year = forms.ChoiceField(label=gettext_lazy("Signed in"), required=False)

    def __init__(self, *args: Any, years: list[FinancialYear], **options: Any) -> None:
        super().__init__(*args, **options)
        self.years = {str(year): year for year in years}
        choice: Any = self.fields["year"]
        choice.choices = [("", gettext_lazy("Any year")), *((one, one) for one in self.years)]

    @property
    def financial_year(self) -> FinancialYear | None:
        return self.years.get(self.cleaned_data["year"])
