"""Forms about funds: which to list, what their rules are, and what moves in their lines."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.agreements.models import Agreement
from almoner.core.periods import FinancialYear
from almoner.funding.kinds import CarryOver, OverPlanning, Source
from almoner.funding.models import BudgetLine, FundTerms
from almoner.funding.operations import Rules
from almoner.funding.queries import years_known
from almoner.funding.what_for import name_called, number_of

from .agreements import AsAtDayForm
from .fields import DayField, PoundsField

ALL = "all"
YEARS_BACK, YEARS_ON = 5, 10
FEW_LINES = {"rows": 3}


def year_called(said: str) -> FinancialYear:
    """Read `2026-27`, of which no form offers a spelling that is a month's too."""
    return FinancialYear(int(said[:4]))


class FundFilters(AsAtDayForm):
    """Which year of the funds to list, and as at which day."""

    year = forms.ChoiceField(label=gettext_lazy("Financial year"))
    field_order = ("year", "on", "known")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, today=today, **options)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        years = [(year, year) for year in years_known()]
        field.choices = [("", _("The year of that day")), *years, (ALL, _("All years"))]

    @property
    def years(self) -> str:
        """The year asked for; empty where it is all of them."""
        said = self.cleaned_data["year"]
        if said == ALL:
            return ""
        return str(said or FinancialYear.containing(self.cleaned_data["on"]))


class YearField(forms.TypedChoiceField):
    """A financial year, among those around today's."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=year_called, empty_value=None, **options)

    def offer(self, around: date, *, empty: str = "", terms: FundTerms | None = None) -> None:
        """Offer the years around a day; only those that the terms of a fund cover, if given."""
        start = FinancialYear.containing(around).start
        years = [str(FinancialYear(n)) for n in range(start - YEARS_BACK, start + YEARS_ON + 1)]
        covered = [year for year in years if terms is None or terms.covers_year(year)]
        self.choices = [("", empty), *((year, year) for year in covered)]


class RulesForm(forms.Form):
    """What is said of a fund: who gives it and for what, and the rules it is kept by."""

    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    funder = forms.CharField(label=gettext_lazy("Who gives it"), max_length=200)
    source = forms.ChoiceField(
        label=gettext_lazy("Where it comes from"),
        choices=Source.choices,
        widget=forms.RadioSelect,
    )
    first_year = YearField(label=gettext_lazy("First financial year"))
    last_year = YearField(
        label=gettext_lazy("Last financial year"),
        required=False,
        help_text=gettext_lazy("Leave it open if nobody has said when it ends."),
    )
    spent_on = forms.CharField(
        label=gettext_lazy("Ring-fence: what it may be spent on"),
        required=False,
        widget=forms.Textarea(FEW_LINES),
        help_text=gettext_lazy("Leave it empty if it has no ring-fence."),
    )
    spent_by = forms.CharField(
        label=gettext_lazy("Ring-fence: by whom it may be spent"),
        required=False,
        widget=forms.Textarea(FEW_LINES),
    )
    conditions = forms.CharField(
        label=gettext_lazy("Conditions of its funder"),
        required=False,
        widget=forms.Textarea(FEW_LINES),
        help_text=gettext_lazy("Such as returns that are due. Officials and auditors read it."),
    )
    carry_over = forms.ChoiceField(
        label=gettext_lazy("What is left when a year ends"),
        choices=CarryOver.choices,
        widget=forms.RadioSelect,
    )
    carry_over_share = forms.IntegerField(
        label=gettext_lazy("Share that is carried over, in per cent"),
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
        help_text=gettext_lazy("Only if up to a share is carried over."),
    )
    over_planning = forms.ChoiceField(
        label=gettext_lazy("If more is planned than is left"),
        choices=OverPlanning.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("A fund may be stricter than the framework, and never laxer."),
    )
    alone_up_to = PoundsField(
        label=gettext_lazy("Most that one person may transfer between its lines"),
        min_value=Decimal(0),
        help_text=gettext_lazy("A larger transfer takes a second person."),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, empty in (("first_year", _("Choose a year")), ("last_year", _("Open"))):
            field = self.fields[name]
            assert isinstance(field, YearField)
            field.offer(today, empty=empty)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and (mistake := self.rules().mistake()):
            raise ValidationError(mistake)
        return said

    def rules(self) -> Rules:
        names = Rules.__dataclass_fields__
        return Rules(**{name: self.cleaned_data[name] for name in names})


class OpenFundForm(RulesForm):
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("What your accounts call it, such as VSF-CORE. It stays for good."),
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    field_order = ("code",)


class LineForm(forms.Form):
    """A line's first amount, for a year and perhaps for one purpose."""

    year = YearField(label=gettext_lazy("Financial year"))
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Leave it empty if the line is for all that the fund is for."),
    )
    is_ring_fenced = forms.BooleanField(
        label=gettext_lazy("Ring-fenced: the money does not leave this purpose"), required=False
    )
    amount = PoundsField(label=gettext_lazy("First amount"), min_value=Decimal("0.01"))
    valid_from = DayField(
        label=gettext_lazy("Counts from"),
        required=False,
        help_text=gettext_lazy("The day from which its funder gives it. Leave it empty for today."),
    )

    def __init__(self, *args: Any, terms: FundTerms, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["year"]
        assert isinstance(field, YearField)
        field.offer(today, empty=_("Choose a year"), terms=terms)


class AmountForm(forms.Form):
    """An amount to put into a line or take out of it, and why."""

    amount = PoundsField(label=gettext_lazy("Amount"), min_value=Decimal("0.01"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=forms.Textarea(FEW_LINES),
        help_text=gettext_lazy("Officials and auditors read it. Leave out private people."),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class IncreaseForm(AmountForm):
    valid_from = DayField(
        label=gettext_lazy("Counts from"),
        required=False,
        help_text=gettext_lazy("The day from which its funder gives it. Leave it empty for today."),
    )


class ForSomethingForm(AmountForm):
    """An amount to plan or commit for a thing, or to give up again."""

    what_for = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=40,
        help_text=gettext_lazy("The reference of a case or an agreement, such as COM-2026-014."),
        widget=forms.TextInput({"class": "govuk-input--width-20", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the reference of what it is for.")},
    )
    field_order: tuple[str, ...] = ("what_for", "amount", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = False

    def clean_what_for(self) -> str:
        name = name_called(self.cleaned_data["what_for"])
        label, _colon, reference = name.partition(":")
        is_agreement = label == Agreement._meta.label_lower
        if is_agreement and not Agreement.objects.filter(reference=reference).exists():
            raise ValidationError(_("No agreement has the reference %s.") % reference)
        return name


class SettleForm(ForSomethingForm):
    """An amount that became due, was paid or came back, by the paper that says so."""

    voucher = forms.CharField(
        label=gettext_lazy("Number of the invoice, claim, payment or receipt"),
        max_length=40,
        help_text=gettext_lazy("As it stands on the paper, such as INV-2093."),
        widget=forms.TextInput({"class": "govuk-input--width-20", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the number of the paper.")},
    )
    field_order = ("what_for", "amount", "voucher", "reason")

    def clean_voucher(self) -> str:
        return number_of(self.cleaned_data["voucher"])


class LineChoice(forms.ModelChoiceField[BudgetLine]):
    """A line, by what officials call it."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.called)


class TransferForm(AmountForm):
    target = LineChoice(
        label=gettext_lazy("To which line"),
        queryset=BudgetLine.objects.none(),
        to_field_name="reference",
        empty_label=gettext_lazy("Choose a line"),
        error_messages={"required": gettext_lazy("Choose the line that it goes to.")},
    )
    field_order = ("target", "amount", "reason")

    def __init__(self, *args: Any, among: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["target"]
        assert isinstance(field, LineChoice)
        field.queryset = among
