"""Forms about agreements: which to list, who manages them, by which days, and what is noted."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.agreements.diary import Occasion
from almoner.agreements.operations import Contact, Days
from almoner.agreements.selections import (
    Selection,
    departments_known,
    publishers_known,
    stewards_in_use,
)
from almoner.agreements.states import AgreementKind

from .fields import DayField
from .filters import FilterForm

MINE, NOBODYS, SOMEBODYS = "mine", "nobody", "somebody"
WITHHELD, NOT_WITHHELD = "withheld", "public"
NOW_KNOWN = "now"
# From, and up to but not including.
BANDS: dict[str, tuple[Any, Decimal | None, Decimal | None]] = {
    "under-5k": (gettext_lazy("Under £5,000"), None, Decimal(5_000)),
    "5k": (gettext_lazy("£5,000 to £24,999"), Decimal(5_000), Decimal(25_000)),
    "25k": (gettext_lazy("£25,000 to £99,999"), Decimal(25_000), Decimal(100_000)),
    "100k": (gettext_lazy("£100,000 to £499,999"), Decimal(100_000), Decimal(500_000)),
    "500k": (gettext_lazy("£500,000 and over"), Decimal(500_000), None),
}
NO_AMOUNT = "none"
ENDING = {
    "3": gettext_lazy("3 months"),
    "6": gettext_lazy("6 months"),
    "12": gettext_lazy("a year"),
}


class _WhoseMixin(forms.Form):
    """Reads whose agreements are asked for, of the person who asks."""

    me: User
    people: dict[str, User]

    def offer_people(self, me: User, on: date) -> None:
        self.me, self.people = me, {str(one): one for one in stewards_in_use(on)}
        field = self.fields["whose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Anybody or nobody")),
            (MINE, _("Me")),
            (NOBODYS, _("Nobody")),
            (SOMEBODYS, _("Anybody")),
            *((reference, one.name) for reference, one in self.people.items()),
        ]

    @property
    def manager(self) -> User | None:
        said = self.cleaned_data["whose"]
        return self.me if said == MINE else self.people.get(said)

    @property
    def is_looked_after(self) -> bool | None:
        return {NOBODYS: False, SOMEBODYS: True}.get(self.cleaned_data["whose"])


class AgreementFilters(_WhoseMixin, FilterForm):
    """Narrows the list of agreements, and its download, to what an official asks for."""

    q = forms.CharField(
        label=gettext_lazy("Search for"),
        max_length=100,
        widget=forms.TextInput({"type": "search", "class": "govuk-input--width-20"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Grants or contracts"),
        choices=[("", gettext_lazy("Both")), *AgreementKind.choices],
    )
    whose = forms.ChoiceField(label=gettext_lazy("Managed by"))
    publisher = forms.ChoiceField(label=gettext_lazy("Publisher"))
    department = forms.ChoiceField(label=gettext_lazy("Department"))
    in_force = forms.ChoiceField(
        label=gettext_lazy("In force"),
        choices=[("", gettext_lazy("In force or not")), ("yes", gettext_lazy("In force"))],
    )
    ending = forms.ChoiceField(
        label=gettext_lazy("Ending within"),
        choices=[("", gettext_lazy("Any time")), *ENDING.items()],
    )
    value = forms.ChoiceField(
        label=gettext_lazy("Value"),
        choices=[
            ("", gettext_lazy("Any value")),
            *((code, words) for code, (words, _least, _below) in BANDS.items()),
            (NO_AMOUNT, gettext_lazy("Not recorded")),
        ],
    )
    publicity = forms.ChoiceField(
        label=gettext_lazy("Withheld from the public"),
        choices=[
            ("", gettext_lazy("Withheld or not")),
            (NOT_WITHHELD, gettext_lazy("Not withheld")),
            (WITHHELD, gettext_lazy("Withheld")),
        ],
    )
    on = DayField(label=gettext_lazy("As at (empty: today)"))
    known = forms.ChoiceField(
        label=gettext_lazy("By what was known"),
        choices=[("", gettext_lazy("On that day")), (NOW_KNOWN, gettext_lazy("Now"))],
    )

    def __init__(self, *args: Any, me: User, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.offer_people(me, today)
        for name, first, known in (
            ("publisher", _("Any publisher"), publishers_known()),
            ("department", _("Any department"), departments_known()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", first), *((one, one) for one in known)]

    def clean_on(self) -> date:
        return _no_day_to_come(self.cleaned_data["on"], self.today)

    @property
    def is_of_today(self) -> bool:
        return bool(self.cleaned_data["on"] == self.today)

    def selection(self) -> Selection:
        """What was asked for. Only a valid form can say."""
        said = self.cleaned_data
        _words, least, below = BANDS.get(said["value"], ("", None, None))
        return Selection(
            on=said["on"],
            is_as_at=said["known"] != NOW_KNOWN,
            words=said["q"],
            kind=AgreementKind(said["kind"]) if said["kind"] else None,
            publisher=said["publisher"],
            department=said["department"],
            manager=self.manager,
            is_looked_after=self.is_looked_after,
            is_in_force=said["in_force"] == "yes",
            ends_within_months=int(said["ending"]) if said["ending"] else None,
            at_least=least,
            below=below,
            states_no_amount=said["value"] == NO_AMOUNT,
        )


class AsAtDayForm(FilterForm):
    """The day as at which one agreement is shown, and by what was known."""

    on = DayField(label=gettext_lazy("As at (empty: today)"))
    known = AgreementFilters.base_fields["known"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_on(self) -> date:
        return _no_day_to_come(self.cleaned_data["on"], self.today)

    @property
    def is_as_at(self) -> bool:
        return bool(self.cleaned_data["known"] != NOW_KNOWN)


class DiaryFilters(_WhoseMixin, FilterForm):
    """Narrows the diary to whose days they are, and to why they stand there."""

    whose = forms.ChoiceField(label=gettext_lazy("Managed by"))
    kind = AgreementFilters.base_fields["kind"]
    occasion = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=[("", gettext_lazy("Any")), *Occasion.choices]
    )

    def __init__(self, *args: Any, me: User, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_people(me, today)


class PersonField(forms.ModelChoiceField[User]):
    """Somebody, by their name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ManagerForm(forms.Form):
    """Names who is to manage an agreement, among those who may."""

    manager = PersonField(
        label=gettext_lazy("Who manages it from today"),
        queryset=User.objects.none(),
        to_field_name="reference",
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose who manages it.")},
    )

    def __init__(self, *args: Any, among: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["manager"]
        assert isinstance(field, PersonField)
        field.queryset = among


class GiveForm(ManagerForm):
    """Names who is to manage a whole list, as it was looked at."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["manager"].label = _("Who manages them from today")


class DaysForm(forms.Form):
    """The days by which an agreement is managed. What is left empty is the register's to say."""

    ends_on = DayField(
        label=gettext_lazy("End"),
        required=False,
        help_text=gettext_lazy("Only if it is another day than the register says."),
    )
    notice_on = DayField(
        label=gettext_lazy("Last day to give notice"),
        required=False,
        help_text=gettext_lazy("By when you must say that you do not go on, or want to."),
    )
    notice_months = forms.IntegerField(
        label=gettext_lazy("Or months of notice before the end"),
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    review_on = DayField(
        label=gettext_lazy("Review"),
        required=False,
        help_text=gettext_lazy("Only if it is another day than the register says."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and (mistake := Days(**said).mistake()):
            raise ValidationError(mistake)
        return said

    def days(self) -> Days:
        return Days(**self.cleaned_data)


class ContactForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    telephone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "class": "govuk-input--width-20"}),
    )

    def contact(self) -> Contact:
        return Contact(**self.cleaned_data)


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why nobody need manage it any more"),
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For officials and auditors. It is never published."),
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Write a note"),
        max_length=5_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy(
            "Officials and auditors read it, and it is never edited: a later note corrects it."
            " Leave out private people, and where anybody shelters."
        ),
    )


def _no_day_to_come(day: date | None, today: date) -> date:
    if day and day > today:
        raise ValidationError(_("That day is yet to come. Give today, or a past day."))
    return day or today
