"""What a reader may narrow the lists by. Everything they say stands in the address."""

from collections.abc import Iterable, Mapping, Sequence
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
from almoner.web.forms import FilterForm

from .amounts import AmountFilters, suggesting

FIRST, TEXTS = ("q", "period", "organisation"), ("category", "department")


class PaymentFilters(AmountFilters):
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
    category = suggesting(gettext_lazy("Kind of spend"))
    department = suggesting(gettext_lazy("Department"))

    def offer(self, months: Iterable[Month], said_in: Mapping[str, Sequence[str]]) -> None:
        """Let the reader pick from these months and their years, and keep what they said; and
        suggest what is said in the others.
        """
        for name, known in said_in.items():
            self.fields[name].widget.words = known
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

    @property
    def first(self) -> list[forms.BoundField]:
        """What most readers ask for."""
        return [self[name] for name in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in FIRST]

    @property
    def says_more(self) -> bool:
        """Whether any of the rarer fields is in use."""
        return any(self.data.get(field.name) for field in self.more)

    def selection(self) -> Selection:
        """What the reader asked for. Only a valid form can say."""
        said = self.cleaned_data
        at_least, at_most = self.limits
        return Selection(
            words=said["q"],
            period=said["period"],
            organisations=said["organisation"],
            at_least=at_least,
            at_most=at_most,
            texts={name: said[name] for name in TEXTS if said[name]},
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
