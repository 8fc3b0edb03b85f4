"""What a reader may narrow the archive of editions by."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.periods import FinancialYear
from almoner.registers.served import latest_of_each_series, years_of_editions
from almoner.web.forms import FilterForm

YEAR = re.compile(r"(\d{4})-\d{2}")


class EditionFilters(FilterForm):
    """Narrows the archive to the editions of a series, or of a financial year."""

    series = forms.CharField(label=gettext_lazy("Edition of"), max_length=40, widget=forms.Select)
    year = forms.CharField(label=gettext_lazy("Period in"), max_length=7, widget=forms.Select)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(one.series, one.title) for one in latest_of_each_series()]
        self.fields["series"].widget.choices = [("", _("Anything")), *known]
        years = [(str(year), str(year)) for year in years_of_editions()]
        self.fields["year"].widget.choices = [("", _("Any year")), *years]

    def clean_series(self) -> str:
        said: str = self.cleaned_data["series"]
        if said and said not in {value for value, _label in self.fields["series"].widget.choices}:
            raise ValidationError(_("No edition is called so. Pick one of those listed."))
        return said

    def clean_year(self) -> FinancialYear | None:
        said = self.cleaned_data["year"]
        found = YEAR.fullmatch(said)
        year = FinancialYear(int(found[1])) if found else None
        if said and str(year) != said:
            raise ValidationError(_("Pick a year, or write one such as 2026-27."))
        return year
