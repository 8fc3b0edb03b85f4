"""What a reader may narrow the lists by. Everything they say stands in the address."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.periods import FinancialYear, Month, Period, parse_period
from almoner.payments.selections import Selection, organisations_called
from almoner.registers.publicity import public_organisations
from almoner.web import words
from almoner.web.forms import FilterForm, PoundsField


class PaymentFilters(FilterForm):
    """Narrows the list of payments, and its twins, to what a reader asks for."""

    q = forms.CharField(
        label=gettext_lazy("Search for"),
        max_length=100,
        widget=forms.TextInput({"type": "search", "class": "govuk-input--width-20"}),
    )
    period = forms.CharField(label=gettext_lazy("Period"), max_length=20, widget=forms.Select)
    organisation = forms.CharField(
        label=gettext_lazy("Paid to"),
        max_length=100,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    at_least = PoundsField(label=gettext_lazy("At least"))
    at_most = PoundsField(label=gettext_lazy("At most"))

    def offer(self, months: Iterable[Month]) -> None:
        """Let the reader pick from these months and their years, and keep what they said."""
        years = groupby(
            sorted(months, reverse=True), lambda m: FinancialYear.containing(m.first_day)
        )
        choices: list[tuple[str, Any]] = [("", _("Any time"))]
        choices += [(str(year), _choices_of(year, within)) for year, within in years]
        said = self.data.get("period", "")
        if said not in {value for _, group in choices[1:] for value, _ in group} | {""}:
            choices.append((said, said))
        self.fields["period"].widget.choices = choices

    def clean_period(self) -> Period | None:
        said = self.cleaned_data["period"]
        try:
            return _period(said) if said else None
        except ValueError as error:
            raise ValidationError(
                _("Pick a period, or write one such as 2026-27 or 2026-04.")
            ) from error

    def clean_organisation(self) -> Any:
        said = self.cleaned_data["organisation"]
        if not said:
            return None
        found = organisations_called(said, among=public_organisations())
        if not found.exists():
            raise ValidationError(_("No organisation here is called “%(name)s”.") % {"name": said})
        return found

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        least, most = said.get("at_least"), said.get("at_most")
        if least is not None and most is not None and least > most:
            self.add_error("at_most", _("This must not be less than “At least”."))
        return said

    def selection(self) -> Selection:
        """What the reader asked for. Only a valid form can say."""
        said = self.cleaned_data
        return Selection(
            words=said["q"],
            period=said["period"],
            organisations=said["organisation"],
            at_least=said["at_least"],
            at_most=said["at_most"],
        )


class OrganisationFilters(FilterForm):
    """Narrows the list of organisations to those of a name."""

    q = forms.CharField(
        label=gettext_lazy("Name or reference"),
        max_length=100,
        widget=forms.TextInput({"type": "search", "class": "govuk-input--width-20"}),
    )


def year_in_address(year: FinancialYear) -> str:
    """A year as an address says it: 2011-12 alone would be December 2011."""
    return str(year) if parse_period(str(year)) == year else f"{year}-Y"


def _choices_of(year: FinancialYear, months: Iterable[Month]) -> list[tuple[str, str]]:
    whole = (year_in_address(year), _("All of %(year)s") % {"year": year})
    return [whole, *((str(month), words.month(month)) for month in months)]


def _period(said: str) -> Period:
    """Read a period. Raises ValueError for one that no calendar has, such as the year 0."""
    period = parse_period(said)
    if period.first_day > period.last_day:
        raise ValueError(said)
    return period
