"""Forms about matches: which payments to show, which agreement to find, and what a rule asks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from almoner.agreements.models import AgreementVersion
from almoner.payments.models import MatchingRule, Payment
from almoner.payments.queries import Totals

from .fields import DayField, PoundsField
from .filters import FilterForm

PROPOSED, UNMATCHED = "proposed", "unmatched"


class QueueFilter(FilterForm):
    show = forms.ChoiceField(
        label=gettext_lazy("Payments"),
        choices=[
            (PROPOSED, gettext_lazy("Unmatched, with something proposed")),
            (UNMATCHED, gettext_lazy("All that are unmatched")),
        ],
    )


class AgreementSearch(FilterForm):
    q = forms.CharField(
        label=gettext_lazy("Reference, title or organisation of a grant or contract"),
        max_length=200,
    )


class RuleForm(forms.Form):
    """What a rule asks of a payment. It is about the organisation, or words, or both."""

    name = forms.CharField(label=gettext_lazy("Name of the rule"), max_length=120)
    is_organisations = forms.BooleanField(required=False)
    payer = forms.CharField(
        label=gettext_lazy("Words in the payer’s name"), max_length=200, required=False
    )
    category = forms.CharField(
        label=gettext_lazy("Words in the category"), max_length=200, required=False
    )
    purpose = forms.CharField(
        label=gettext_lazy("Words in the purpose"), max_length=200, required=False
    )
    document_reference = forms.CharField(
        label=gettext_lazy("Words in the payer’s reference, such as a purchase order"),
        max_length=200,
        required=False,
    )
    at_least = PoundsField(label=gettext_lazy("Amount at least"), required=False)
    at_most = PoundsField(label=gettext_lazy("Amount at most"), required=False)
    from_day = DayField(label=gettext_lazy("Paid on this day or later"), required=False)
    to_day = DayField(label=gettext_lazy("Paid on this day or earlier"), required=False)

    def __init__(self, said: Any, *, payment: Payment, version: AgreementVersion) -> None:
        title = version.said.get("title") or version.organisation_name
        suggested = {
            "name": f"{payment.supplier_name}: {title}"[:120],
            "is_organisations": payment.organisation_id is not None,
            "category": payment.category[:200],
            "from_day": version.starts_on,
        }
        super().__init__(said, initial=suggested)
        self.payment, self.version = payment, version
        label = gettext_lazy("Only payments to %(name)s")
        self.fields["is_organisations"].label = label % {"name": payment.supplier_name}
        if payment.organisation_id is None:
            del self.fields["is_organisations"]

    def rule(self) -> MatchingRule:
        said = dict(self.cleaned_data)
        is_theirs = said.pop("is_organisations", False)
        return MatchingRule(
            agreement=self.version.agreement,
            organisation=self.payment.organisation if is_theirs else None,
            **said,
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and (mistake := self.rule().mistake()):
            raise ValidationError(mistake)
        return said


class SeenForm(forms.Form):
    """What somebody looked at before they confirmed it all at once."""

    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    amount = forms.DecimalField(widget=forms.HiddenInput, decimal_places=2)

    def seen(self) -> Totals:
        return Totals(self.cleaned_data["count"], self.cleaned_data["amount"])
