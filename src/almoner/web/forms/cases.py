"""Forms about cases: begun, described part by part, listed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.commissions.facts import FIELDS, Years, years_of
from almoner.commissions.kinds import Part
from almoner.commissions.models import Commission
from almoner.commissions.readings import MannerFlag, terms_of
from almoner.commissions.rules import Rules, rules_of
from almoner.commissions.states import CaseState
from almoner.core.periods import FinancialYear, parse_period
from almoner.framework.contents import Framework
from almoner.framework.procurement_law import Category
from almoner.organisations.models import Organisation

from .fields import DayField, PoundsField
from .filters import FilterForm

LINES = forms.Textarea({"rows": 5})
LONGEST = 20_000
YEARS_SHOWN = 5


def choices_among(things: Iterable[Any]) -> list[tuple[str, str]]:
    """The lines of a code list of the framework, to choose from."""
    return [(thing.code, str(thing)) for thing in things]


class BeginCaseForm(forms.Form):
    """A case, as far as it must be known to begin."""

    title = forms.CharField(
        label=gettext_lazy("What the case is called"),
        max_length=200,
        help_text=gettext_lazy("In words that any colleague understands. Name no victim or child."),
    )
    route = forms.ChoiceField(
        label=gettext_lazy("Which route it takes, as far as you can tell"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("It can take another until it passes its first gate."),
    )
    is_restricted = forms.BooleanField(
        label=gettext_lazy("Restrict it to those who work on it, approve, pay or audit"),
        required=False,
    )

    def __init__(self, *args: Any, framework: Framework, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["route"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices_among(framework.routes)


class PartForm(forms.Form):
    """A part of a case. `read` is the version that its writer sees."""

    part: Part
    read = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, case: Commission) -> None:
        self.case, self.terms, self.rules = case, terms_of(case), rules_of(case)
        super().__init__(data, initial=self.said_before() | {"read": self.terms.number})
        self.offer(self.rules)

    def said_before(self) -> dict[str, Any]:
        return {name: getattr(self.terms, name) for name in FIELDS[self.part]}

    def offer(self, rules: Rules) -> None:
        """Fill the lists to choose from, from the framework that the case keeps."""

    def offer_in(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS[self.part]}

    def years(self) -> Years | None:
        return None


class NeedForm(PartForm):
    part = Part.NEED

    title = forms.CharField(label=gettext_lazy("What the case is called"), max_length=200)
    need = forms.CharField(
        label=gettext_lazy("The need"), widget=LINES, required=False, max_length=LONGEST
    )
    evidence = forms.CharField(
        label=gettext_lazy("What shows it"), widget=LINES, required=False, max_length=LONGEST
    )
    outcomes = forms.CharField(
        label=gettext_lazy("What is to come of it"),
        widget=LINES,
        required=False,
        max_length=LONGEST,
    )
    beneficiaries = forms.CharField(
        label=gettext_lazy("For whom"), widget=LINES, required=False, max_length=LONGEST
    )
    places = forms.CharField(
        label=gettext_lazy("Where"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Boroughs or areas, separated by commas."),
    )
    objectives = forms.MultipleChoiceField(
        label=gettext_lazy("Which objectives of the plan it serves"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def offer(self, rules: Rules) -> None:
        self.offer_in("objectives", choices_among(rules.framework.objectives))


class TermsForm(PartForm):
    part = Part.TERMS

    category = forms.ChoiceField(
        label=gettext_lazy("What is bought or supported"),
        choices=Category.choices,
        widget=forms.RadioSelect,
    )
    cpv = forms.CharField(
        label=gettext_lazy("Its code (CPV)"),
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10", "inputmode": "numeric"}),
        help_text=gettext_lazy(
            "Eight digits, such as 85312320 for counselling. Whether it is light touch follows."
        ),
    )
    power = forms.ChoiceField(
        label=gettext_lazy("The power in law"), widget=forms.RadioSelect, required=False
    )
    supplier = forms.CharField(
        label=gettext_lazy("Likely supplier or recipient, if there is one"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
        help_text=gettext_lazy("The reference of the organisation, such as ORG-7QX2MHW4PC."),
    )
    is_novel = forms.BooleanField(
        label=gettext_lazy("It is novel, contentious, or likely to set a precedent"),
        required=False,
    )

    def said_before(self) -> dict[str, Any]:
        return super().said_before() | {"supplier": self.terms.supplier or ""}

    def offer(self, rules: Rules) -> None:
        powers = rules.framework.powers
        instrument = str(rules.route.instrument)
        fitting = [one for one in powers if instrument in one.instruments] or powers
        self.offer_in("power", [*choices_among(fitting), ("", _("Not known yet"))])

    def clean_cpv(self) -> str:
        said = str(self.cleaned_data["cpv"]).strip().partition("-")[0]
        if said and (len(said) != 8 or not said.isascii() or not said.isdigit()):  # noqa: PLR2004 - as the code list has it
            raise ValidationError(_("Enter the eight digits of a CPV code, such as 85312320."))
        return said

    def clean_supplier(self) -> Organisation | None:
        said = str(self.cleaned_data["supplier"]).strip().upper()
        if not said:
            return None
        found = Organisation.objects.filter(reference=said).first()
        if found is None:
            raise ValidationError(_("No organisation has that reference. Search for its name."))
        return found


class MoneyForm(PartForm):
    """What a case is worth, year by year, without VAT and its VAT."""

    part = Part.MONEY

    def __init__(self, data: Any = None, *, case: Commission) -> None:
        self.money = years_of(terms_of(case))
        super().__init__(data, case=case)
        for year in self.shown_years():
            net, vat = self.money.get(year, (None, None))
            words = {"year": FinancialYear(year)}
            self.fields[f"net_{year}"] = PoundsField(
                label=_("%(year)s, without VAT") % words, required=False, min_value=0, initial=net
            )
            self.fields[f"vat_{year}"] = PoundsField(
                label=_("%(year)s, VAT") % words, required=False, min_value=0, initial=vat
            )

    def shown_years(self) -> list[int]:
        """The years that have money, and the five from this one, or from the start, on."""
        day = self.terms.starts_on or localdate()
        first = FinancialYear.containing(day).start
        return sorted({*self.money, *range(first, first + YEARS_SHOWN)})

    def years(self) -> Years:
        said = self.cleaned_data
        money = {
            year: (said[f"net_{year}"] or Decimal(0), said[f"vat_{year}"] or Decimal(0))
            for year in self.shown_years()
        }
        return {year: (net, vat) for year, (net, vat) in money.items() if net or vat}


class TimetableForm(PartForm):
    part = Part.TIMETABLE

    opens_on = DayField(
        label=gettext_lazy("Opens"),
        required=False,
        help_text=gettext_lazy(
            "The day on which a notice is published, applications or tenders are invited, or a"
            " supplier is first asked: by it the law is chosen."
        ),
    )
    closes_on = DayField(label=gettext_lazy("Deadline for answers"), required=False)
    award_notice_on = DayField(label=gettext_lazy("Award notice"), required=False)
    signs_on = DayField(label=gettext_lazy("Signed"), required=False)
    starts_on = DayField(label=gettext_lazy("Starts"), required=False)
    ends_on = DayField(label=gettext_lazy("Ends"), required=False)
    manner = forms.MultipleChoiceField(
        label=gettext_lazy("What changes how long suppliers must be given"),
        choices=MannerFlag.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class DirectAwardForm(PartForm):
    part = Part.DIRECT_AWARD

    direct_reason = forms.ChoiceField(
        label=gettext_lazy("Why it goes without competition"),
        widget=forms.RadioSelect,
        required=False,
    )
    direct_evidence = forms.CharField(
        label=gettext_lazy("What shows that"), widget=LINES, required=False, max_length=LONGEST
    )
    alternatives = forms.CharField(
        label=gettext_lazy("Instead of what"), widget=LINES, required=False, max_length=LONGEST
    )
    value_view = forms.CharField(
        label=gettext_lazy("Why it is value for money"),
        widget=LINES,
        required=False,
        max_length=LONGEST,
    )
    compete_on = DayField(label=gettext_lazy("When it will be competed"), required=False)

    def offer(self, rules: Rules) -> None:
        reasons = rules.framework.reasons
        instrument = str(rules.route.instrument)
        fitting = [one for one in reasons if instrument in one.instruments] or reasons
        self.offer_in("direct_reason", [*choices_among(fitting), ("", _("Not known yet"))])


PARTS: dict[Part, type[PartForm]] = {
    form.part: form for form in (NeedForm, TermsForm, MoneyForm, TimetableForm, DirectAwardForm)
}


class CaseFilters(FilterForm):
    """Narrows the pipeline."""

    MINE, WAITING = "mine", "waiting"

    q = forms.CharField(
        label=gettext_lazy("Search for"),
        max_length=100,
        widget=forms.TextInput({"type": "search", "class": "govuk-input--width-20"}),
    )
    whose = forms.ChoiceField(
        label=gettext_lazy("Led by"),
        choices=[("", gettext_lazy("Anybody")), (MINE, gettext_lazy("Me, or I work on it"))],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[
            ("", gettext_lazy("On their way")),
            (WAITING, gettext_lazy("Waiting at a gate")),
            *CaseState.choices,
            ("any", gettext_lazy("Any")),
        ],
    )
    route = forms.ChoiceField(label=gettext_lazy("Route"))
    stage = forms.ChoiceField(label=gettext_lazy("Stage"))
    month = forms.CharField(
        label=gettext_lazy("Starts in (2026-09)"),
        max_length=7,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )

    def __init__(self, *args: Any, framework: Framework, **options: Any) -> None:
        super().__init__(*args, **options)
        stages = {stage.code: stage.title for route in framework.routes for stage in route.stages}
        for name, first, known in (
            ("route", _("Any route"), choices_among(framework.routes)),
            ("stage", _("Any stage"), list(stages.items())),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", first), *known]

    def clean_month(self) -> str:
        said = str(self.cleaned_data["month"]).strip()
        if said and said != "none":
            try:
                parse_period(said)
            except ValueError as error:
                raise ValidationError(_("Enter a month as 2026-09.")) from error
        return said
