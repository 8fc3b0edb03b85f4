"""Forms about reviews, their findings and what they recommend."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from almoner.audits.kinds import ReviewKind
from almoner.audits.models import Finding, Review, Sample
from almoner.audits.operations import Found, Planned
from almoner.audits.queries import auditors_on, reviews_visible_to, samples
from almoner.audits.states import ReviewState
from almoner.framework.scales import AuditScales

from .actions import offer_people, person_field
from .agreements import PersonField
from .fields import DayField
from .filters import FilterForm

LINES = forms.Textarea({"rows": 4})
LONGEST = 4000
NONE = gettext_lazy("None")


class ReviewFilters(FilterForm):
    """Narrows the list of reviews."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("Any")), *ReviewState.choices],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("Any")), *ReviewKind.choices]
    )


class ThingField(forms.ModelChoiceField[Any]):
    """A thing of a list, by its reference and what it is called."""

    def __init__(self, *args: Any, **options: Any) -> None:
        said = {"to_field_name": "reference", "required": False, "empty_label": NONE}
        super().__init__(*args, **{**said, **options})

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.reference}: {obj.title}"


class SampleField(ThingField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.reference} ({obj.population}, {obj.as_at:%d.%m.%Y})"


class PlanReviewForm(forms.Form):
    """Says what is to be looked at, by whom, who answers for it, and when."""

    title = forms.CharField(label=gettext_lazy("What is looked at"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ReviewKind.choices)
    follows = ThingField(
        label=gettext_lazy("Which review it follows up"),
        queryset=Review.objects.none(),
        help_text=gettext_lazy("Of a follow-up. Its report is final."),
    )
    scope = forms.CharField(label=gettext_lazy("Scope"), max_length=LONGEST, widget=LINES)
    carried_out_by = forms.CharField(
        label=gettext_lazy("Who carries it out"),
        max_length=200,
        help_text=gettext_lazy("Such as internal audit, or a firm from outside."),
    )
    lead = person_field(gettext_lazy("Which internal auditor leads it"))
    sponsor = person_field(
        gettext_lazy("Who answers for what is looked at"),
        gettext_lazy("This person responds to what is recommended."),
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, user: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_people(self, "sponsor", on=on)
        lead, follows = self.fields["lead"], self.fields["follows"]
        assert isinstance(lead, PersonField)
        assert isinstance(follows, ThingField)
        lead.queryset = auditors_on(on)
        final = reviews_visible_to(user, on=on).filter(issued_on__isnull=False)
        follows.queryset = final.order_by("-pk")

    def said(self) -> Planned:
        said = {**self.cleaned_data, "kind": ReviewKind(self.cleaned_data["kind"])}
        return Planned(**said)


class MoveReviewForm(forms.Form):
    """What is said of a step that a review takes."""

    text = forms.CharField(
        label=gettext_lazy("What there is to say"),
        required=False,
        max_length=LONGEST,
        widget=LINES,
    )


class IssueForm(forms.Form):
    """The rating of a final report, and when its recommendations are followed up."""

    rating = forms.ChoiceField(label=gettext_lazy("Rating"), required=False)
    revised_rating = forms.ChoiceField(
        label=gettext_lazy("Revised rating of the review that it follows"), required=False
    )
    follow_up_on = DayField(
        label=gettext_lazy("Followed up by"),
        required=False,
        help_text=gettext_lazy("Usually six to twelve months from now."),
    )
    text = forms.CharField(
        label=gettext_lazy("Summary"), required=False, max_length=LONGEST, widget=LINES
    )

    def __init__(self, *args: Any, scales: AuditScales, review: Review, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [
            ("", gettext_lazy("None")),
            *((one.code, f"{one}: {one.means}") for one in scales.ratings),
        ]
        for name in ("rating", "revised_rating"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if review.follows is None:
            del self.fields["revised_rating"]


class FindingForm(forms.Form):
    """What was found."""

    title = forms.CharField(label=gettext_lazy("In a few words"), max_length=200)
    text = forms.CharField(label=gettext_lazy("What was found"), max_length=LONGEST, widget=LINES)
    risk = forms.CharField(
        label=gettext_lazy("What may come of it"),
        required=False,
        max_length=LONGEST,
        widget=LINES,
    )
    repeats = ThingField(
        label=gettext_lazy("Which earlier finding it repeats"), queryset=Finding.objects.none()
    )
    sample = SampleField(
        label=gettext_lazy("In which sample it was found"), queryset=Sample.objects.none()
    )

    def __init__(self, *args: Any, review: Review, **options: Any) -> None:
        super().__init__(*args, **options)
        repeats, sample = self.fields["repeats"], self.fields["sample"]
        assert isinstance(repeats, ThingField)
        assert isinstance(sample, SampleField)
        repeats.queryset = earlier_findings(review)
        sample.queryset = samples().filter(review=review)

    def said(self) -> Found:
        return Found(**self.cleaned_data)


def earlier_findings(review: Review) -> QuerySet[Finding]:
    """What other reviews found whose report is final, the last first."""
    others = Finding.objects.exclude(review=review).filter(review__issued_on__isnull=False)
    return others.order_by("-pk")


class RecommendForm(forms.Form):
    """What is recommended about a finding."""

    issued_as = forms.CharField(
        label=gettext_lazy("Its number in the report"), max_length=40, initial=""
    )
    text = forms.CharField(
        label=gettext_lazy("What is recommended"), max_length=LONGEST, widget=LINES
    )
    priority = forms.ChoiceField(label=gettext_lazy("Priority"))

    def __init__(self, *args: Any, scales: AuditScales, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["priority"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, f"{one}: {one.means}") for one in scales.priorities]


class RewordForm(RecommendForm):
    """Other words for it; its number stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["issued_as"]
