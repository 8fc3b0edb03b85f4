"""Forms about risks: how somebody sees one, and for how long an approver accepts it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from almoner.risks.operations import View
from almoner.risks.scores import Impact, Level, Likelihood

from .actions import offer_people, person_field
from .fields import DayField
from .filters import FilterForm

LONGEST = 1000
SCORES = ("inherent_likelihood", "inherent_impact", "current_likelihood", "current_impact")
MINE = "mine"
BODYS, OF_CASES = "body", "cases"


def _words(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        help_text=help_text,
    )


def _score(label: Any, scale: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        choices=[("", gettext_lazy("Choose")), *scale.choices],
        error_messages={"required": gettext_lazy("Choose from 1 to 5.")},
    )


class RiskForm(forms.Form):
    """How somebody sees a risk."""

    cause = _words(gettext_lazy("Because of"), gettext_lazy("The cause: what is so already."))
    event = _words(gettext_lazy("This may happen"), gettext_lazy("The event: what may go wrong."))
    effect = _words(gettext_lazy("With this effect"), gettext_lazy("What it would mean."))
    inherent_likelihood = _score(gettext_lazy("Likelihood before anything is done"), Likelihood)
    inherent_impact = _score(gettext_lazy("Impact before anything is done"), Impact)
    current_likelihood = _score(gettext_lazy("Likelihood as things are now"), Likelihood)
    current_impact = _score(gettext_lazy("Impact as things are now"), Impact)
    owner = person_field(gettext_lazy("Who owns it"), gettext_lazy("They keep watching it."))
    review_on = DayField(label=gettext_lazy("When it is looked at again"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "owner", on=on)

    def view(self) -> View:
        """What was said. Only a valid form can say."""
        return View(**{name: self.cleaned_data[name] for name in View.__dataclass_fields__})


class RecordRiskForm(RiskForm):
    is_restricted = forms.BooleanField(
        label=gettext_lazy("Only its owner, you, approvers and the auditor may read it"),
        required=False,
    )


class AcceptRiskForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why the body takes it on as it stands"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )
    until = DayField(label=gettext_lazy("Until when"))


class CloseRiskForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is a risk no longer"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )


class RiskFilters(FilterForm):
    """Narrows the register of risks."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        choices=[("", gettext_lazy("Anybody’s")), (MINE, gettext_lazy("Mine"))],
    )
    of = forms.ChoiceField(
        label=gettext_lazy("Of what"),
        choices=[
            ("", gettext_lazy("The body and all cases")),
            (BODYS, gettext_lazy("The body")),
            (OF_CASES, gettext_lazy("Cases")),
        ],
    )
    level = forms.ChoiceField(
        label=gettext_lazy("How high"),
        choices=[("", gettext_lazy("Any level")), *Level.choices],
    )
