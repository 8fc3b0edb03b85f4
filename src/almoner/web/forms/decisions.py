"""Forms of decisions: their text by sections, advice, signing, part 1 and delegations."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.decisions.kinds import Outcome, RelationKind
from almoner.decisions.models import Decision, DecisionText, Delegation
from almoner.decisions.operations import Condition
from almoner.framework.contents import Framework
from almoner.framework.grounds import Ground
from almoner.framework.limits import About

from .fields import DayField, PoundsField

LINES = forms.Textarea({"rows": 5})
FEW_LINES = forms.Textarea({"rows": 3})
LONGEST = 20_000
NONE = ("", gettext_lazy("None"))


def words(label: Any, *, hint: Any = "", is_wanted: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=is_wanted, widget=LINES, max_length=LONGEST
    )


class Section(forms.Form):
    """A part of a decision's text. `read` is the version that the writer had before them."""

    read = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, text: DecisionText, framework: Framework, **options: Any
    ) -> None:
        options["initial"] = {"read": text.number, **self.said_before(text)}
        super().__init__(*args, **options)
        self.framework, self.text = framework, text
        self.prepare()

    def prepare(self) -> None:
        """Fill in the choices that the framework gives."""

    def said_before(self, text: DecisionText) -> dict[str, Any]:
        return {name: getattr(text, name, None) for name in self.base_fields if name != "read"}

    def said(self) -> dict[str, Any]:
        return {name: one for name, one in self.cleaned_data.items() if name != "read"}


class SummarySection(Section):
    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    summary = words(gettext_lazy("Summary"))
    recommendations = words(
        gettext_lazy("Recommendations"),
        hint=gettext_lazy("One on a line. Each gets its number, and is what is approved."),
    )

    def said_before(self, text: DecisionText) -> dict[str, Any]:
        return super().said_before(text) | {"recommendations": "\n".join(text.recommendations)}

    def clean_recommendations(self) -> list[str]:
        return [
            one.strip() for one in self.cleaned_data["recommendations"].splitlines() if one.strip()
        ]


class PartOneSection(Section):
    background = words(gettext_lazy("Introduction and background"))
    considerations = words(gettext_lazy("Issues for consideration, and the reasons"))
    plan = words(gettext_lazy("What it contributes to the body’s plan"))
    papers = words(gettext_lazy("Background papers"))
    power = forms.ChoiceField(label=gettext_lazy("Legal power"), required=False)

    def prepare(self) -> None:
        powers = [(one.code, one.title) for one in self.framework.powers]
        self.fields["power"].choices = [NONE, *powers]  # type: ignore[attr-defined]  # a choice


class WorthSection(Section):
    """What a decision about no case is worth, by which the limits say who approves it."""

    value = PoundsField(
        label=gettext_lazy("What it is worth, in pounds"),
        help_text=gettext_lazy("All that it binds the body to spend; 0, if nothing."),
        min_value=0,
    )


class PartTwoSection(Section):
    part_two = words(
        gettext_lazy("Part 2"), hint=gettext_lazy("Never published. Every reading of it is logged.")
    )
    part_two_ground = forms.ChoiceField(
        label=gettext_lazy("On which ground it is restricted"),
        choices=[NONE, *Ground.choices],
        required=False,
    )


class PublicationSection(Section):
    deferred_until = DayField(
        label=gettext_lazy("Part 1 waits until"),
        help_text=gettext_lazy("Leave it empty, and part 1 is published as it is signed."),
        required=False,
    )
    deferral_ground = forms.ChoiceField(
        label=gettext_lazy("On which ground"), choices=[NONE, *Ground.choices], required=False
    )
    deferral_reason = words(gettext_lazy("Why"), hint=gettext_lazy("It is not published."))


class RelationsSection(Section):
    """Up to three earlier decisions; more are rare, and are added in turn."""

    def prepare(self) -> None:
        for n in range(max(3, len(self.text.relations) + 1)):
            before = self.text.relations[n] if n < len(self.text.relations) else {}
            self.fields[f"kind_{n}"] = forms.ChoiceField(
                label=_("It …"),
                choices=[NONE, *RelationKind.choices],
                required=False,
                initial=before.get("kind"),
            )
            self.fields[f"number_{n}"] = forms.CharField(
                label=_("… this decision, by its number"),
                required=False,
                max_length=20,
                initial=before.get("number"),
            )

    def said(self) -> dict[str, Any]:
        count = sum(name.startswith("kind_") for name in self.fields)
        pairs = [
            (self.cleaned_data[f"kind_{n}"], self.cleaned_data[f"number_{n}"].strip().upper())
            for n in range(count)
        ]
        return {"relations": [{"kind": k, "number": n} for k, n in pairs if k and n]}


class DelegationSection(Section):
    """What it delegates, and the delegation under which it is itself made."""

    delegation = forms.ModelChoiceField(
        label=gettext_lazy("It is made under this delegation"),
        queryset=Delegation.objects.none(),
        required=False,
        empty_label=gettext_lazy("None: the limits say who approves it"),
    )
    office = forms.ChoiceField(label=gettext_lazy("It delegates to this office"), required=False)
    person = forms.ModelChoiceField(
        label=gettext_lazy("… or to this person"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
    )
    matter = forms.ChoiceField(label=gettext_lazy("… this matter"), required=False)
    ceiling = PoundsField(label=gettext_lazy("… up to this ceiling in all"), required=False)
    ends_on = DayField(label=gettext_lazy("… until the end of this day"), required=False)

    def __init__(self, *args: Any, delegations: Any, people: Any, **options: Any) -> None:
        self.delegations, self.people = delegations, people
        super().__init__(*args, **options)

    def prepare(self) -> None:
        field: Any = self.fields["delegation"]
        field.queryset = self.delegations
        person: Any = self.fields["person"]
        person.queryset = self.people
        person.label_from_instance = lambda one: one.name
        office: Any = self.fields["office"]
        office.choices = [NONE, *((one.code, one.title) for one in self.framework.offices)]
        matter: Any = self.fields["matter"]
        matter.choices = [NONE, *((one.code, one.title) for one in self.framework.matters)]

    def said_before(self, text: DecisionText) -> dict[str, Any]:
        first = text.grants[0] if text.grants else {}
        ends_on = date.fromisoformat(first["ends_on"]) if first else None
        said = {name: first.get(name) for name in ("office", "matter", "ceiling")}
        person = User.objects.filter(reference=first.get("person", "")).first()
        return {"delegation": text.delegation, "person": person, **said, "ends_on": ends_on}

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        whom = bool(said.get("office")) + bool(said.get("person"))
        given = [whom == 1, *(said.get(name) for name in ("matter", "ceiling", "ends_on"))]
        if whom > 1:
            raise ValidationError(_("It delegates to an office or to a person, not to both."))
        if any(given) and not all(given):
            raise ValidationError(
                _("A delegation needs an office or a person, a matter, a ceiling and an end.")
            )
        return said

    def said(self) -> dict[str, Any]:
        said = self.cleaned_data
        grant = {
            "office": said["office"],
            "person": said["person"].reference if said["person"] else "",
            "matter": said["matter"],
            "ceiling": str(said["ceiling"]),
            "ends_on": said["ends_on"].isoformat() if said["ends_on"] else "",
        }
        return {"delegation": said["delegation"], "grants": [grant] if said["matter"] else []}


SECTIONS: dict[str, tuple[Any, type[Section]]] = {
    "summary": (gettext_lazy("Summary and recommendations"), SummarySection),
    "worth": (gettext_lazy("What it is worth"), WorthSection),
    "reasons": (gettext_lazy("Part 1: facts and reasons"), PartOneSection),
    "restricted": (gettext_lazy("Part 2: restricted facts and advice"), PartTwoSection),
    "publication": (gettext_lazy("When part 1 is published"), PublicationSection),
    "relations": (gettext_lazy("Earlier decisions"), RelationsSection),
    "delegation": (gettext_lazy("Delegation"), DelegationSection),
}


def sections_of(decision: Decision) -> dict[str, tuple[Any, type[Section]]]:
    """The sections of which a decision's text is made: of one about a case, that says its worth."""
    left_out = "worth" if decision.commission else ""
    return {code: one for code, one in SECTIONS.items() if code != left_out}


class BeginForm(forms.Form):
    about = About.CASE
    title = forms.CharField(label=gettext_lazy("What is to be decided"), max_length=200)
    matter = forms.ChoiceField(
        label=gettext_lazy("Which matter it is"),
        help_text=gettext_lazy("The limits of this matter say who approves it."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, framework: Framework, matter: str, **options: Any) -> None:
        options["initial"] = {"matter": matter}
        super().__init__(*args, **options)
        choice: Any = self.fields["matter"]
        choice.choices = [
            (one.code, one.title) for one in framework.matters if one.about == self.about
        ]


class BeginAboutBodyForm(BeginForm):
    """Begins a decision that is about no case."""

    about = About.BODY
    is_restricted = forms.BooleanField(
        label=gettext_lazy("It is restricted"),
        help_text=gettext_lazy(
            "Only who writes it, approvers, finance and the internal auditor read it here. Part 1"
            " is public once it is signed, unless it waits."
        ),
        required=False,
    )


class WithInterests(forms.Form):
    """A form by which somebody takes part, and so says whether they have an interest."""

    interest = forms.ChoiceField(
        label=gettext_lazy("Your interests"),
        choices=[
            ("none", gettext_lazy("I considered it, and have no personal or prejudicial interest")),
            ("some", gettext_lazy("I have an interest, and take no part")),
        ],
        widget=forms.RadioSelect,
    )
    interest_words = forms.CharField(
        label=gettext_lazy("If you have one: what it is"),
        widget=FEW_LINES,
        required=False,
        max_length=LONGEST,
    )

    @property
    def has_interest(self) -> bool:
        return bool(self.cleaned_data["interest"] == "some")

    def clean_interest_words(self) -> str:
        said: str = self.cleaned_data["interest_words"]
        if self.cleaned_data.get("interest") == "some" and not said:
            raise ValidationError(_("Say what the interest is."))
        return said


class SubmitForm(WithInterests):
    answers = forms.CharField(
        label=gettext_lazy("What you answer to what was asked, or what changed"),
        widget=LINES,
        required=False,
        max_length=LONGEST,
    )

    def __init__(self, *args: Any, is_again: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_again:
            del self.fields["answers"]


class AdviceForm(forms.Form):
    words = words(
        gettext_lazy("Your advice"),
        hint=gettext_lazy("It is published with part 1. Keep what is restricted out of it."),
        is_wanted=True,
    )
    office = forms.CharField(
        label=gettext_lazy("In which office you advise"),
        help_text=gettext_lazy("Such as: Chief finance officer; Head of legal services"),
        max_length=120,
    )


class SignForm(WithInterests):
    """What somebody says whose turn it is. `step` and `digest` are what they were shown."""

    step = forms.IntegerField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Your decision"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    conditions = forms.CharField(
        label=gettext_lazy("Conditions"),
        help_text=gettext_lazy("One on a line. Each becomes an action, which you verify."),
        widget=FEW_LINES,
        required=False,
        max_length=2000,
    )
    due_on = DayField(label=gettext_lazy("By when conditions are to be met"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Questions, if you return it; reasons, if you refuse it"),
        widget=FEW_LINES,
        required=False,
        max_length=LONGEST,
    )
    confirm = forms.BooleanField(label=gettext_lazy("I have read what this binds"), required=True)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        outcome = said.get("outcome")
        if outcome == Outcome.APPROVE_WITH_CONDITIONS and not (
            said.get("conditions") and said.get("due_on")
        ):
            self.add_error("conditions", _("Write the conditions, and by when they are to be met."))
        if outcome in {Outcome.RETURN, Outcome.REFUSE} and not said.get("words"):
            self.add_error("words", _("Write the questions or the reasons."))
        return said

    def made(self) -> Sequence[Condition]:
        said = self.cleaned_data
        if said["outcome"] != Outcome.APPROVE_WITH_CONDITIONS:
            return []
        lines = [one.strip() for one in said["conditions"].splitlines() if one.strip()]
        return [Condition(one[:500], said["due_on"]) for one in lines]


class DeferForm(forms.Form):
    until = DayField(label=gettext_lazy("Part 1 waits until"))
    ground = forms.ChoiceField(
        label=gettext_lazy("On which ground"), choices=Ground.choices, widget=forms.RadioSelect
    )
    reason = words(gettext_lazy("Why"), is_wanted=True)


class EndForm(forms.Form):
    because = words(gettext_lazy("Why it ends"), is_wanted=True)


class DecisionFilters(forms.Form):
    """Which decisions a list shows."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[
            ("", gettext_lazy("All that I may see")),
            ("mine", gettext_lazy("Mine")),
            ("awaiting", gettext_lazy("Awaiting approval")),
            ("signed", gettext_lazy("Signed")),
        ],
        required=False,
    )
    q = forms.CharField(label=gettext_lazy("A word, or a number"), required=False, max_length=100)
