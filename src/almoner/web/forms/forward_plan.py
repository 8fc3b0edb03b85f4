"""Forms about the forward plan, and about what is stuck."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from almoner.commissions.kinds import ValueBand
from almoner.commissions.models import Commission, PlanEntry
from almoner.commissions.planning import band_of, month_of
from almoner.commissions.readings import gross_of, terms_of
from almoner.commissions.rules import rules_of
from almoner.commissions.waiting import LONG
from almoner.web.words import month as month_in_words

from .filters import FilterForm

LINES = forms.Textarea({"rows": 4})
LONGEST = 2_000
MONTHS = 60
MOST = 3_650
SAID = ("title", "purpose", "route", "band", "opens_in", "starts_in")


def months_from(day: date) -> Iterator[date]:
    first = month_of(day)
    for n in range(MONTHS):
        years, months = divmod(first.month - 1 + n, 12)
        yield date(first.year + years, months + 1, 1)


class PlanForm(forms.Form):
    """What the forward plan is to say of a case."""

    title = forms.CharField(
        label=gettext_lazy("What it is called, in public words"),
        max_length=200,
        help_text=gettext_lazy("Name no person, no address, and nobody who may receive it."),
    )
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"),
        widget=LINES,
        max_length=LONGEST,
        help_text=gettext_lazy("Whom it helps, and what is to change for them."),
    )
    route = forms.CharField(
        label=gettext_lazy("How it is given, in plain words"),
        max_length=200,
        help_text=gettext_lazy("As in “A grant, for which anyone may apply”."),
    )
    band = forms.ChoiceField(
        label=gettext_lazy("About how much over its whole life, VAT included"),
        choices=ValueBand.choices,
        widget=forms.RadioSelect,
    )
    opens_in = forms.ChoiceField(label=gettext_lazy("The month in which it is to open"))
    starts_in = forms.ChoiceField(label=gettext_lazy("The month in which it is to start"))

    def __init__(self, data: Any, *, case: Commission, entry: PlanEntry | None) -> None:
        initial = _said_before(entry) if entry else _from_the_case(case)
        super().__init__(data, initial=initial)
        months = [(one.isoformat(), month_in_words(one)) for one in months_from(localdate())]
        for name in ("opens_in", "starts_in"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", ""), *months]

    def entry(self) -> PlanEntry:
        said = {name: self.cleaned_data[name] for name in SAID}
        return PlanEntry(**said)

    def clean_opens_in(self) -> date:
        return date.fromisoformat(self.cleaned_data["opens_in"])

    def clean_starts_in(self) -> date:
        return date.fromisoformat(self.cleaned_data["starts_in"])


def _said_before(entry: PlanEntry) -> dict[str, Any]:
    said = {name: getattr(entry, name) for name in SAID}
    return {name: str(value) for name, value in said.items()}


def _from_the_case(case: Commission) -> dict[str, Any]:
    """What can be known from its facts. Its title stays inside until somebody says it anew."""
    terms = terms_of(case)
    months = {"opens_in": terms.opens_on, "starts_in": terms.starts_on}
    return {
        "route": rules_of(case).route.title,
        "band": band_of(gross_of(terms)) if terms.net else None,
        **{name: month_of(day).isoformat() for name, day in months.items() if day},
    }


class CheckPlanForm(forms.Form):
    """What a second person finds of it."""

    OUTCOMES = (
        ("publish", gettext_lazy("Put it on the forward plan: anyone can read it at once")),
        ("back", gettext_lazy("Send it back")),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What you find"), choices=OUTCOMES, widget=forms.RadioSelect
    )
    said = forms.CharField(
        label=gettext_lazy("What you checked, or what is to be put right"),
        widget=LINES,
        max_length=LONGEST,
        help_text=gettext_lazy(
            "That it endangers nobody, names no person and no address, and gives no bidder a lead."
        ),
    )


class LongerThanForm(FilterForm):
    """For how long something must have stood still."""

    days = forms.IntegerField(
        label=gettext_lazy("Stands still for more than (days)"),
        required=False,
        min_value=0,
        max_value=MOST,
    )

    def clean_days(self) -> int:
        said: int | None = self.cleaned_data["days"]
        return LONG if said is None else said
