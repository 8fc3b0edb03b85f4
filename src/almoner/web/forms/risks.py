"""Forms about risks: how somebody sees one, for how long an approver accepts it, which are listed,
and since when they moved.
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.framework.queries import framework_on
from almoner.risks.appetite import categories_on
from almoner.risks.operations import View
from almoner.risks.scores import Impact, Level, Likelihood

from .actions import offer_people, person_field
from .fields import DayField
from .filters import FilterForm

LONGEST = 1000
SCORES = ("inherent_likelihood", "inherent_impact", "current_likelihood", "current_impact")
MINE = "mine"
BODYS, OF_CASES, PROGRAMME = "body", "cases", "programme."
OVER = "over"
AT_FIRST = timedelta(days=30)


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
        empty_value=None,
        choices=[("", gettext_lazy("Choose")), *scale.choices],
        error_messages={"required": gettext_lazy("Choose from 1 to 5.")},
    )


class RiskForm(forms.Form):
    """How somebody sees a risk. It asks for a category where the framework lists any."""

    category = forms.ChoiceField(
        label=gettext_lazy("What kind of risk it is"),
        help_text=gettext_lazy("It says how high a score the body bears."),
        error_messages={"required": gettext_lazy("Choose what kind of risk it is.")},
    )
    cause = _words(gettext_lazy("Because of"), gettext_lazy("The cause: what is so already."))
    event = _words(gettext_lazy("This may happen"), gettext_lazy("The event: what may go wrong."))
    effect = _words(gettext_lazy("With this effect"), gettext_lazy("What it would mean."))
    inherent_likelihood = _score(gettext_lazy("Likelihood before anything is done"), Likelihood)
    inherent_impact = _score(gettext_lazy("Impact before anything is done"), Impact)
    current_likelihood = _score(gettext_lazy("Likelihood as things are now"), Likelihood)
    current_impact = _score(gettext_lazy("Impact as things are now"), Impact)
    target_likelihood = _score(gettext_lazy("Likelihood once all is done"), Likelihood)
    target_impact = _score(gettext_lazy("Impact once all is done"), Impact)
    owner = person_field(gettext_lazy("Who owns it"), gettext_lazy("They keep watching it."))
    review_on = DayField(label=gettext_lazy("When it is looked at again"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "owner", on=on)
        for name in ("target_likelihood", "target_impact"):
            self.fields[name].required = False
            self.fields[name].help_text = _("Leave it empty if no more is planned.")
        kinds = categories_on(on).values()
        if not kinds:
            del self.fields["category"]
            return
        listed = [(kind.code, f"{kind}: {kind.means}" if kind.means else kind) for kind in kinds]
        self.fields["category"].choices = [("", _("Choose")), *listed]  # type: ignore[attr-defined]  # a choice field

    def view(self) -> View:
        """What was said. Only a valid form can say."""
        said = self.cleaned_data
        return View(**{name: said[name] for name in View.__dataclass_fields__ if name in said})


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
    of = forms.ChoiceField(label=gettext_lazy("Of what"))
    level = forms.ChoiceField(
        label=gettext_lazy("How high"),
        choices=[
            ("", gettext_lazy("Any level")),
            *Level.choices,
            (OVER, gettext_lazy("Over appetite")),
        ],
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_registers(self, on=on)


class MovementFilters(FilterForm):
    """Since which day risks are compared, until when, and of what. An address may give the first
    day whole, as in `?since=2026-10-01`. `met` is the day on which the board that looks after risks
    met last.
    """

    since = DayField(
        label=gettext_lazy("Since (empty: the last meeting about risks, or 30 days before)")
    )
    until = DayField(label=gettext_lazy("Until (empty: today)"))
    of = forms.ChoiceField(label=gettext_lazy("Of what"))

    def __init__(self, said: Any, *, on: date, met: date | None, **options: Any) -> None:
        said = said.copy()
        for name, whole in _whole_days(said).items():
            for part in ("day", "month", "year"):
                said[f"{name}_{part}"] = str(getattr(whole, part))
        super().__init__(said, **options)
        self.today, self.met = on, met
        offer_registers(self, on=on)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        until = said.get("until") or self.today
        since = said.get("since") or first_day(self.met, until=until)
        if until > self.today:
            self.add_error("until", _("This day is yet to come. Give today or an earlier one."))
        elif since > until:
            self.add_error("since", _("It is after the other day. Give an earlier one."))
        return {**said, "since": since, "until": until}


def first_day(met: date | None, *, until: date) -> date:
    """Since when risks are compared where nobody says it: since the last meeting, if any."""
    return met if met and met < until else until - AT_FIRST


def _whole_days(said: Any) -> dict[str, date]:
    """The days that an address gives whole; one that is none is left out."""
    found = {}
    for name in ("since", "until"):
        try:
            found[name] = date.fromisoformat(said.get(name, ""))
        except ValueError:
            continue
    return found


def offer_registers(form: forms.Form, *, on: date) -> None:
    """Let a form ask for the body's risks, those of cases, or those of a programme."""
    form.fields["of"].choices = [  # type: ignore[attr-defined]  # a choice field
        ("", _("The body and all cases")),
        (BODYS, _("The body")),
        (OF_CASES, _("Cases")),
        *((f"{PROGRAMME}{one.code}", one.title) for one in framework_on(on).objectives),
    ]
