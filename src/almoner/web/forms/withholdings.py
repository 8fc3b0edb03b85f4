"""Forms about what is withheld from the public."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.agreements.models import Agreement
from almoner.organisations.models import Organisation
from almoner.registers.grounds import Ground, View
from almoner.registers.models import Withholding
from almoner.registers.operations import mistakes_in

from .fields import DayField


class ProposeWithholdingForm(forms.Form):
    """Says what is to be withheld, why, and in whose view."""

    about = forms.CharField(
        label=gettext_lazy("What is to be withheld"),
        max_length=20,
        help_text=gettext_lazy(
            "The reference of an organisation (ORG-…), with all payments to it and its agreements,"
            " or of one agreement (AGR-…). Search finds it."
        ),
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("On which ground"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "For the safety of a person it is taken down as soon as you send this, and a second"
            " person looks at it afterwards. On any other ground a second person decides first."
        ),
    )
    view_of = forms.ChoiceField(
        label=gettext_lazy("Whose view that is"), choices=View.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For officials and auditors. It is never published."),
    )
    review_on = DayField(label=gettext_lazy("When it is to be reviewed"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_about(self) -> Organisation | Agreement:
        said = self.cleaned_data["about"].strip().upper()
        for model in (Organisation, Agreement):
            if found := model._default_manager.filter(reference=said).first():
                return found
        raise ValidationError(_("No organisation or agreement has this reference."))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and (mistakes := list(mistakes_in(self.withholding(), on=self.on))):
            raise ValidationError(mistakes)
        return said

    def withholding(self) -> Withholding:
        """What was said. Only a form without mistakes can say."""
        said = dict(self.cleaned_data)
        thing = said.pop("about")
        field = "organisation" if isinstance(thing, Organisation) else "agreement"
        return Withholding(**{field: thing}, **said)


class DecideWithholdingForm(forms.Form):
    """Agrees with what somebody else proposed, or refuses it, unless it is down already."""

    AGREE, REFUSE = "agree", "refuse"

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[(AGREE, gettext_lazy("I agree")), (REFUSE, gettext_lazy("I refuse"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, may_refuse: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        if not may_refuse:
            field.choices = [(self.AGREE, _("I agree"))]

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["decision"] == self.AGREE)


class KeepWithholdingForm(forms.Form):
    review_on = DayField(label=gettext_lazy("When it is to be reviewed next"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_review_on(self) -> date:
        day: date = self.cleaned_data["review_on"]
        if day <= self.on:
            raise ValidationError(_("The day of review is yet to come."))
        return day


class LiftWithholdingForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it need not be withheld any more"),
        widget=forms.Textarea({"rows": 3}),
    )
