"""Forms about samples: what is drawn by which seed, and what was found of each member."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from almoner.audits.drawing import POPULATIONS
from almoner.audits.kinds import Tested
from almoner.audits.models import Review
from almoner.audits.operations.samples import LARGEST

from .audits import LINES, LONGEST, ThingField
from .fields import DayField


class DrawForm(forms.Form):
    """Says of what to draw, as at which day, how many, and by which seed."""

    population = forms.ChoiceField(
        label=gettext_lazy("Of what"),
        choices=[(code, one.title) for code, one in POPULATIONS.items()],
    )
    as_at = DayField(label=gettext_lazy("As at"))
    size = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=LARGEST, initial=20
    )
    seed = forms.CharField(
        label=gettext_lazy("Seed"),
        max_length=40,
        help_text=gettext_lazy(
            "A word or a number that you choose before you look, such as the day of a lottery and"
            " its numbers. The same seed draws the same sample again."
        ),
    )
    review = ThingField(label=gettext_lazy("For which review"), queryset=Review.objects.none())

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        review = self.fields["review"]
        assert isinstance(review, ThingField)
        review.queryset = Review.objects.filter(issued_on=None).order_by("-pk")
        self.fields["as_at"].initial = on


class ResultForm(forms.Form):
    result = forms.ChoiceField(
        label=gettext_lazy("What you found"), choices=Tested.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("What there is to say"),
        required=False,
        max_length=LONGEST,
        widget=LINES,
    )
