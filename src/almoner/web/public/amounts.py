"""Lists narrowed by amount: by a band of amounts, or from one amount to another."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.web.forms import FilterForm, PoundsField, SuggestingInput

PENNY = Decimal("0.01")
Limits = tuple[Decimal | None, Decimal | None]
# From which amount each band begins, and with which the next does. The law
# asks for payments and contracts from the first two on.
BANDS: dict[str, Limits] = {
    "under-500": (None, Decimal(500)),
    "500-5000": (Decimal(500), Decimal(5_000)),
    "5000-30000": (Decimal(5_000), Decimal(30_000)),
    "30000-100000": (Decimal(30_000), Decimal(100_000)),
    "100000-1000000": (Decimal(100_000), Decimal(1_000_000)),
    "over-1000000": (Decimal(1_000_000), None),
}
LABELS = {
    "under-500": gettext_lazy("Less than £500"),
    "500-5000": gettext_lazy("£500 up to £5,000"),
    "5000-30000": gettext_lazy("£5,000 up to £30,000"),
    "30000-100000": gettext_lazy("£30,000 up to £100,000"),
    "100000-1000000": gettext_lazy("£100,000 up to £1 million"),
    "over-1000000": gettext_lazy("£1 million or more"),
}


def suggesting(label: Any) -> forms.CharField:
    """A box for words, which may suggest some."""
    return forms.CharField(label=label, required=False, max_length=100, widget=SuggestingInput)


class AmountFilters(FilterForm):
    """Narrows a list by amount. What a band says and what the boxes say both hold."""

    band = forms.ChoiceField(
        label=gettext_lazy("Amount"),
        choices=[("", gettext_lazy("Any amount")), *LABELS.items()],
    )
    at_least = PoundsField(label=gettext_lazy("At least"))
    at_most = PoundsField(label=gettext_lazy("At most"))

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        least, most = said.get("at_least"), said.get("at_most")
        if least is not None and most is not None and least > most:
            self.add_error("at_most", _("This must not be less than “At least”."))
        return said

    @property
    def limits(self) -> Limits:
        """The least and the most that a row may come to. Only a valid form can say."""
        said = self.cleaned_data
        begins, ends = BANDS.get(said["band"], (None, None))
        least = [one for one in (said["at_least"], begins) if one is not None]
        most = [one for one in (said["at_most"], ends and ends - PENNY) if one is not None]
        return max(least, default=None), min(most, default=None)
