"""Forms that ask as at which day a page is shown."""

from django import forms
from django.utils.translation import gettext_lazy

from almoner.decisions.states import DecisionState

from .agreements import AsAtDayForm


class PastDayForm(AsAtDayForm):
    """The day as at which something is shown of which nothing is recorded for an earlier day: what
    was known then is what is known now.
    """

    known = None  # type: ignore[assignment]  # Django's way to leave a field out

    @property
    def is_as_at(self) -> bool:
        return True


class PastDecisionFilters(PastDayForm):
    """Narrows the decisions of a day that is past to how they stood then, and to a word."""

    stood = forms.ChoiceField(
        label=gettext_lazy("How it stood"),
        choices=[("", gettext_lazy("Any")), *DecisionState.choices],
    )
    q = forms.CharField(label=gettext_lazy("A word, or a number"), max_length=100)
