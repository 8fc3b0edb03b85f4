"""Forms about recommendations: which to list, what management answers, and what auditors find."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.assurance.controls import Break, control_called, known_controls
from almoner.audits.kinds import Answer, Finds, ReviewKind
from almoner.audits.models import Evidence, Review
from almoner.audits.operations import Answered, Further, Shown
from almoner.audits.operations.answering import WORDS
from almoner.audits.queries import auditors_on, name_in_ledger
from almoner.audits.states import Progress

from .actions import offer_people, person_field
from .agreements import NOW_KNOWN, PersonField
from .audits import LINES, LONGEST, ThingField
from .fields import DayField
from .filters import FilterForm
from .papers import refuse_too_large

OPEN, CLOSED = "", "closed"
ANY = ("", gettext_lazy("Any"))


class RecommendationFilters(FilterForm):
    """Narrows the list of recommendations, and says as at which day it is read."""

    which = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[
            (OPEN, gettext_lazy("Open")),
            ("overdue", gettext_lazy("Overdue")),
            ("slipped", gettext_lazy("Slipped")),
            (CLOSED, gettext_lazy("Closed")),
            ("all", gettext_lazy("All")),
        ],
    )
    progress = forms.ChoiceField(
        label=gettext_lazy("As management says"), choices=[ANY, *Progress.choices]
    )
    finds = forms.ChoiceField(
        label=gettext_lazy("As the auditor found"),
        choices=[ANY, ("none", gettext_lazy("Nothing yet")), *Finds.choices],
    )
    owner = forms.ChoiceField(label=gettext_lazy("Owner"))
    on = DayField(label=gettext_lazy("As at (empty: today)"))
    known = forms.ChoiceField(
        label=gettext_lazy("By what was known"),
        choices=[("", gettext_lazy("Then")), (NOW_KNOWN, gettext_lazy("Now"))],
    )

    def __init__(
        self, *args: Any, owners: Iterable[tuple[str, str]], today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today = today
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ANY, *owners]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"] or self.today
        if day > self.today:
            raise ValidationError(_("Enter today or a day before."))
        return day

    @property
    def is_as_at(self) -> bool:
        return bool(self.cleaned_data["known"] != NOW_KNOWN)


class AsAtForm(FilterForm):
    """The day as at which one recommendation is shown, and by what was known."""

    on = DayField(label=gettext_lazy("As at (empty: today)"))
    known = RecommendationFilters.base_fields["known"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"] or self.today
        if day > self.today:
            raise ValidationError(_("Enter today or a day before."))
        return day

    @property
    def is_as_at(self) -> bool:
        return bool(self.cleaned_data["known"] != NOW_KNOWN)


class AnswerForm(forms.Form):
    """What management answers."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=Answer.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is not accepted, or not wholly"),
        required=False,
        max_length=LONGEST,
        widget=LINES,
    )
    agreed = forms.CharField(
        label=gettext_lazy("What is agreed"),
        required=False,
        max_length=WORDS,
        widget=LINES,
        help_text=gettext_lazy("So that somebody else can see whether it was done."),
    )
    owner = person_field(gettext_lazy("Who does it"))
    verifier = person_field(
        gettext_lazy("Which internal auditor verifies it"),
        gettext_lazy("Somebody else than who does it."),
    )
    due_on = DayField(label=gettext_lazy("By when"), required=False)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_people(self, "owner", on=on)
        verifier = self.fields["verifier"]
        assert isinstance(verifier, PersonField)
        verifier.queryset = auditors_on(on)
        self.fields["owner"].required = verifier.required = False

    def said(self) -> Answered:
        return Answered(**{**self.cleaned_data, "answer": Answer(self.cleaned_data["answer"])})


class FurtherForm(forms.Form):
    """Says what else is to be done about a recommendation, by whom and by when."""

    what = forms.CharField(
        label=gettext_lazy("What is agreed"),
        max_length=WORDS,
        widget=LINES,
        help_text=gettext_lazy("So that somebody else can see whether it was done."),
    )
    owner = person_field(gettext_lazy("Who does it"))
    verifier = person_field(
        gettext_lazy("Which internal auditor verifies it"),
        gettext_lazy("Somebody else than who does it."),
    )
    due_on = DayField(label=gettext_lazy("By when"))

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_people(self, "owner", on=on)
        verifier = self.fields["verifier"]
        assert isinstance(verifier, PersonField)
        verifier.queryset = auditors_on(on)

    def said(self) -> Further:
        return Further(**self.cleaned_data)


class EvidenceForm(forms.Form):
    """What shows how it stands: a file, or a thing of this system."""

    title = forms.CharField(label=gettext_lazy("What it is"), max_length=200)
    file = forms.FileField(
        label=gettext_lazy("The file"),
        required=False,
        allow_empty_file=True,  # what is wrong with it is said better when it is kept
        help_text=gettext_lazy("PDF, .docx, .xlsx, .odt, .ods, .png, .jpg, .txt or .csv."),
    )
    thing = forms.CharField(
        label=gettext_lazy("Or the reference of something in this system"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Such as an edition, a decision or a document that you may read."),
    )
    dated_on = DayField(label=gettext_lazy("Its own date"))
    covers_from = DayField(label=gettext_lazy("First day that it covers"), required=False)
    covers_to = DayField(label=gettext_lazy("Last day that it covers"), required=False)
    expires_on = DayField(
        label=gettext_lazy("Good until"),
        required=False,
        help_text=gettext_lazy("Leave it empty if it does not expire."),
    )
    replaces = ThingField(
        label=gettext_lazy("Which earlier version it replaces"), queryset=Evidence.objects.none()
    )

    def __init__(self, *args: Any, evidence: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        replaces = self.fields["replaces"]
        assert isinstance(replaces, ThingField)
        replaces.queryset = evidence

    def clean_file(self) -> "File[bytes] | None":
        file = self.cleaned_data["file"]
        return refuse_too_large(file) if file else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "file" in said and bool(said["file"]) == bool(said.get("thing")):
            raise ValidationError(_("Give a file or a reference: one of the two."))
        if said.get("thing"):
            name = name_in_ledger(said["thing"])
            if not name:
                self.add_error("thing", _("Nothing here has this reference. Look it up."))
            said["thing"] = name
        return said

    def said(self) -> Shown:
        names = Shown.__dataclass_fields__
        return Shown(**{name: self.cleaned_data[name] for name in names})


class ImplementedForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What was done, and where somebody else can see it"),
        max_length=LONGEST,
        widget=LINES,
    )


class VerdictForm(forms.Form):
    """What an auditor found, and why."""

    finds = forms.ChoiceField(
        label=gettext_lazy("What you found"), choices=Finds.choices, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label=gettext_lazy("What you looked at, and why you find so"),
        max_length=LONGEST,
        widget=LINES,
    )
    given_in = ThingField(
        label=gettext_lazy("In which follow-up review"), queryset=Review.objects.none()
    )

    def __init__(self, *args: Any, wants: Sequence[Break], follow_ups: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.wants = wants
        given_in = self.fields["given_in"]
        assert isinstance(given_in, ThingField)
        given_in.queryset = follow_ups.filter(kind=ReviewKind.FOLLOW_UP)

    def clean_finds(self) -> Finds:
        finds = Finds(self.cleaned_data["finds"])
        if finds == Finds.FULLY and self.wants:
            raise ValidationError([want.reason for want in self.wants])
        return finds


class ControlsForm(forms.Form):
    """By which controls it is measured, and for how long they have to hold."""

    codes = forms.MultipleChoiceField(
        label=gettext_lazy("Controls"), widget=forms.CheckboxSelectMultiple, required=False
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days each has to hold"),
        min_value=0,
        max_value=366,
        help_text=gettext_lazy("Up to the day of the verdict."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        codes = self.fields["codes"]
        assert isinstance(codes, forms.MultipleChoiceField)
        titles = {str(control_called(code).title): code for code in known_controls()}
        codes.choices = [(titles[title], title) for title in sorted(titles)]


class PlanForm(forms.Form):
    """What an improvement plan is for, and whose it is."""

    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    purpose = forms.CharField(label=gettext_lazy("What for"), max_length=LONGEST, widget=LINES)
    owner = person_field(gettext_lazy("Who answers for it"))

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_people(self, "owner", on=on)


class GatherForm(forms.Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference of an action or a recommendation"), max_length=20
    )


class ClosePlanForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("How it ended"), max_length=LONGEST, widget=LINES)
