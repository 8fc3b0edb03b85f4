"""Forms about what gates ask of a case: the test, who was asked, what was assessed, and gates."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.commissions.kinds import ConsultationKind, GateOutcome, LinkKind
from almoner.commissions.models import Commission, Consultation, Requirement
from almoner.commissions.route_test import QUESTIONS, Answer, Instrument
from almoner.commissions.screening import Characteristic, Impact, Screen

from .fields import DayField

LINES = forms.Textarea({"rows": 4})
FEW_LINES = forms.Textarea({"rows": 2})
LONGEST = 20_000


class RouteTestForm(forms.Form):
    """The law's questions: is it a grant, or a contract?"""

    instrument = forms.ChoiceField(
        label=gettext_lazy("If the answers pull both ways: which is it?"),
        choices=[("", gettext_lazy("The answers say it")), *Instrument.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    reasons = forms.CharField(
        label=gettext_lazy("… and why"), widget=LINES, required=False, max_length=LONGEST
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for question in QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=str(question.asks),
                help_text=str(question.hint),
                choices=Answer.choices,
                widget=forms.RadioSelect,
            )
        self.order_fields([question.code for question in QUESTIONS])

    def answers(self) -> dict[str, str]:
        return {question.code: self.cleaned_data[question.code] for question in QUESTIONS}

    @property
    def judged(self) -> Instrument | None:
        said = self.cleaned_data["instrument"]
        return Instrument(said) if said else None


class ConsultationForm(forms.Form):
    """Who was asked, or what was looked into."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=ConsultationKind.choices, widget=forms.RadioSelect
    )
    who = forms.CharField(
        label=gettext_lazy("Who was asked, or which research"),
        max_length=200,
        help_text=gettext_lazy("Groups or organisations. Name no victim or child."),
    )
    asked = forms.CharField(label=gettext_lazy("What was asked"), widget=LINES, max_length=LONGEST)
    asked_on = DayField(label=gettext_lazy("When"))
    told_alike = forms.CharField(
        label=gettext_lazy("Market engagement: what every supplier was told alike"),
        widget=LINES,
        required=False,
        max_length=LONGEST,
    )

    def consultation(self, case: Commission) -> Consultation:
        return Consultation(commission=case, **self.cleaned_data)


class AnswerForm(forms.Form):
    """What they said, and which requirement changed because of it."""

    said = forms.CharField(
        label=gettext_lazy("What they said, or what was found"), widget=LINES, max_length=LONGEST
    )
    fresh = forms.CharField(
        label=gettext_lazy("A requirement that is new because of it"),
        widget=FEW_LINES,
        required=False,
        max_length=LONGEST,
    )
    unchanged_because = forms.CharField(
        label=gettext_lazy("If no requirement changed: why not"),
        widget=FEW_LINES,
        required=False,
        max_length=LONGEST,
    )

    def __init__(self, *args: Any, requirements: list[Requirement], **options: Any) -> None:
        super().__init__(*args, **options)
        self.requirements = requirements
        for one in requirements:
            self.fields[f"requirement_{one.number}"] = forms.CharField(
                label=_("Requirement %(number)d, as it is worded now") % {"number": one.number},
                widget=FEW_LINES,
                initial=one.wording,
                max_length=LONGEST,
            )
        names = [f"requirement_{one.number}" for one in requirements]
        self.order_fields(["said", *names, "fresh", "unchanged_because"])

    def wordings(self) -> dict[int, str]:
        """The new wordings, by number: of what is left as it was, none."""
        said = self.cleaned_data
        changed = {
            one.number: said[f"requirement_{one.number}"]
            for one in self.requirements
            if said[f"requirement_{one.number}"].split() != one.wording.split()
        }
        return changed | ({0: said["fresh"]} if said["fresh"] else {})


class EqualityForm(forms.Form):
    """What a case does to people of each protected characteristic."""

    def __init__(self, *args: Any, answers: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        impacts, softened = answers.get("impacts", {}), answers.get("mitigations", {})
        for one in Characteristic:
            self.fields[f"impact_{one}"] = forms.ChoiceField(
                label=one.label,
                choices=Impact.choices,
                widget=forms.RadioSelect,
                initial=impacts.get(one),
            )
            self.fields[f"words_{one}"] = forms.CharField(
                label=_("%(what)s: how, and what softens a harm") % {"what": one.label},
                widget=FEW_LINES,
                required=False,
                max_length=LONGEST,
                initial=softened.get(one),
            )

    def answers(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "impacts": {str(one): said[f"impact_{one}"] for one in Characteristic},
            "mitigations": {str(one): said[f"words_{one}"] for one in Characteristic},
        }


class ScreeningForm(forms.Form):
    """What a case does with personal data."""

    assessment = forms.CharField(
        label=gettext_lazy("The reference of the full assessment, if there is one"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Two yeses besides the first call for one."),
    )

    def __init__(self, *args: Any, answers: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        for one in Screen:
            self.fields[one.value] = forms.ChoiceField(
                label=one.label,
                choices=Answer.choices,
                widget=forms.RadioSelect,
                initial=answers.get(one.value),
            )
        self.fields["assessment"].initial = answers.get("assessment")
        self.order_fields([*Screen.values, "assessment"])

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SplittingForm(forms.Form):
    found = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why this is not one case that was split"),
        widget=LINES,
        max_length=LONGEST,
    )


class LinkForm(forms.Form):
    other = forms.CharField(
        label=gettext_lazy("The reference of the other case"),
        max_length=20,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
        help_text=gettext_lazy("Such as COM-2026-014."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How this case stands to it"),
        choices=LinkKind.choices,
        widget=forms.RadioSelect,
    )


class DecideGateForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=GateOutcome.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Why, the questions, or the conditions"),
        widget=LINES,
        required=False,
        max_length=LONGEST,
    )
    by_when = DayField(
        label=gettext_lazy("By when conditions are to be met"),
        required=False,
        help_text=gettext_lazy("They become an action of the lead, which you verify."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        outcome = said.get("outcome")
        if outcome == GateOutcome.GO_WITH_CONDITIONS and "by_when" in said and not said["by_when"]:
            self.add_error("by_when", _("Say by when the conditions are to be met."))
        if outcome and outcome != GateOutcome.GO and not said.get("words"):
            self.add_error("words", _("Say why, or on which conditions."))
        return said


class OnwardForm(forms.Form):
    """Where a case is to go from its stage."""

    onward = forms.ChoiceField(
        label=gettext_lazy("Into which stage"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, stages: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["onward"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = stages
        field.required = bool(stages)
        if len(stages) <= 1:
            field.widget = forms.HiddenInput()
            field.initial = stages[0][0] if stages else ""


class PersonForm(forms.Form):
    """One of some people."""

    person = forms.ChoiceField(label=gettext_lazy("Who"))

    def __init__(self, *args: Any, people: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {one.reference: one for one in people}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", ""), *((one.reference, one.name) for one in people)]

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["person"]]


class HoldForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), widget=LINES, max_length=LONGEST)
    until = DayField(label=gettext_lazy("Until when, if that is known"), required=False)

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until <= localdate():
            raise ValidationError(_("Enter a day that is still to come."))
        return until


class StopForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), widget=LINES, max_length=LONGEST)


class RouteForm(forms.Form):
    route = forms.ChoiceField(label=gettext_lazy("Which route"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, routes: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["route"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = routes


class MoveForm(forms.Form):
    """Confirms that what changes for a case was read."""

    has_read = forms.BooleanField(label=gettext_lazy("I have read what changes for this case"))
