"""What a reader may narrow the ranking of places by: a register, and the year of making."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.periods import FinancialYear
from almoner.registers.kinds import KINDS, Register
from almoner.web.forms import FilterForm

from .years import year_said


class PlaceFilters(FilterForm):
    """Narrows what is for places."""

    register = forms.ChoiceField(
        label=gettext_lazy("Register"),
        choices=[
            ("", gettext_lazy("Grants and contracts")),
            (Register.GRANTS.value, Register.GRANTS.label),
            (Register.CONTRACTS.value, Register.CONTRACTS.label),
        ],
    )
    year = forms.CharField(label=gettext_lazy("Made in"), max_length=20, widget=forms.Select)

    def offer(self, years: Iterable[FinancialYear]) -> None:
        """Let the reader pick from these years, and keep what they said."""
        choices = [("", _("Any year")), *((str(year), str(year)) for year in sorted(years)[::-1])]
        said = self.data.get("year", "")
        if said not in dict(choices):
            choices.append((said, said))
        self.fields["year"].widget.choices = choices

    def clean_year(self) -> FinancialYear | None:
        said: Any = self.cleaned_data["year"]
        year = year_said(said)
        if said and year is None:
            raise ValidationError(_("Pick a year, or write one such as 2026-27."))
        return year

    @property
    def registers(self) -> list[Register]:
        """The registers that are asked about. Only a valid form can say."""
        said = self.cleaned_data["register"]
        return [Register(said)] if said else sorted(KINDS, reverse=True)

    @property
    def in_year(self) -> FinancialYear | None:
        year: FinancialYear | None = self.cleaned_data["year"]
        return year
