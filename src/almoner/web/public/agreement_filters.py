"""What a reader may narrow a register of agreements by, and on which day they read it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.agreements.asked_for import ASKED_BY_TEXT, Selection, Standing
from almoner.core.periods import FinancialYear
from almoner.organisations.models import Organisation
from almoner.payments.selections import organisations_called
from almoner.registers.kinds import KINDS, Register
from almoner.registers.public_agreements import Reading
from almoner.registers.publicity import public_organisations
from almoner.web.forms.fields import real_day

from .agreement_words import label_of
from .amounts import AmountFilters, suggesting
from .years import year_said

FIRST, DAYS = ("q", "recipient", "year", "standing"), ("as_at", "reading")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a register says yes or no to, and what a reader who wants that picks."""

    field: str
    label: Any
    is_yes: bool = True


# What each register is asked about that it answers with yes or no, in one list to pick from.
ANSWERED: Mapping[Register, tuple[Any, Mapping[str, Answer]]] = {
    Register.CONTRACTS: (
        gettext_lazy("Kind of supplier"),
        {
            "sme": Answer("supplier_sme", gettext_lazy("Small or medium-sized enterprise")),
            "vcse": Answer("supplier_vcse", gettext_lazy("Voluntary or community organisation")),
        },
    ),
    Register.GRANTS: (
        gettext_lazy("From an open call"),
        {
            "open": Answer("from_open_call", gettext_lazy("Yes")),
            "not-open": Answer("from_open_call", gettext_lazy("No"), is_yes=False),
        },
    ),
}


class WrittenDayField(forms.CharField):
    """A day in one box, as people write one or as addresses do."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"class": "govuk-input--width-10"})
        super().__init__(**{"max_length": 40, "widget": widget, **options})

    def clean(self, value: Any) -> Any:
        said = super().clean(value)
        if not said:
            return None
        iso = ISO_DAY.fullmatch(said)
        parts = list(reversed(iso.groups())) if iso else re.split(r"[\s/.-]+", said)
        if len(parts) != len(("day", "month", "year")):
            raise ValidationError(_("Enter a real date, such as 4 3 2026."))
        return real_day(*parts)


class AgreementFilters(AmountFilters):
    """Narrows a register of agreements, and its twins, to what a reader asks for."""

    q = forms.CharField(
        label=gettext_lazy("Search for"),
        max_length=100,
        widget=forms.TextInput({"type": "search", "class": "govuk-input--width-20"}),
    )
    recipient = forms.CharField(
        label=gettext_lazy("Made with"),
        max_length=100,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    year = forms.CharField(label=gettext_lazy("Made in"), max_length=20, widget=forms.Select)
    standing = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("", gettext_lazy("Any status")), *Standing.choices],
    )
    as_at = WrittenDayField(label=gettext_lazy("As at the day"))
    reading = forms.ChoiceField(
        label=gettext_lazy("By what was known"),
        choices=[
            ("", gettext_lazy("On that day")),
            (Reading.NOW.value, gettext_lazy("Until today")),
        ],
    )

    def __init__(self, *args: Any, register: Register, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.register, self.on = register, on
        if register == Register.GRANTS:
            self.fields["recipient"].label = gettext_lazy("Made to")
        for name in ASKED_BY_TEXT[KINDS[register]]:
            self.fields[name] = suggesting(label_of(register, name))
        label, answers = ANSWERED[register]
        choices = [(name, answer.label) for name, answer in answers.items()]
        self.fields["answers"] = forms.ChoiceField(
            label=label, required=False, choices=[("", gettext_lazy("Any")), *choices]
        )

    def offer(self, years: Iterable[FinancialYear], said_in: Mapping[str, Sequence[str]]) -> None:
        """Let the reader pick from these years, and keep what they said; and suggest what is said
        in the others.
        """
        for name, known in said_in.items():
            self.fields[name].widget.words = known
        choices = [("", _("Any year")), *((str(year), str(year)) for year in reversed([*years]))]
        said = self.data.get("year", "")
        if said not in dict(choices):
            choices.append((said, said))
        self.fields["year"].widget.choices = choices

    def clean_year(self) -> FinancialYear | None:
        said = self.cleaned_data["year"]
        year = year_said(said)
        if said and year is None:
            raise ValidationError(_("Pick a year, or write one such as 2026-27."))
        return year

    def clean_recipient(self) -> Any:
        said = self.cleaned_data["recipient"]
        if not said:
            return None
        found = organisations_called(said, among=public_organisations())
        if not found.exists():
            raise ValidationError(_("No organisation here is called “%(name)s”.") % {"name": said})
        return found

    def clean_as_at(self) -> date:
        day: date = self.cleaned_data["as_at"] or self.on
        if day > self.on:
            raise ValidationError(_("Pick a day that has come: nothing is known of later ones."))
        return day

    @property
    def first(self) -> list[forms.BoundField]:
        """What most readers ask for."""
        return [self[name] for name in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in {*FIRST, *DAYS}]

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[name] for name in DAYS]

    @property
    def says_more(self) -> bool:
        """Whether any of the rarer fields is in use."""
        return any(self.data.get(field.name) for field in self.more)

    @property
    def day(self) -> date:
        """The day on which the register is read. Only a valid form can say."""
        day: date = self.cleaned_data["as_at"]
        return day

    @property
    def known_by(self) -> Reading:
        return Reading(self.cleaned_data["reading"] or Reading.THEN)

    @property
    def organisation(self) -> Organisation | None:
        """The one organisation that is asked about, if it is one."""
        found = self.cleaned_data["recipient"]
        few = list(found[:2]) if found is not None else []
        return few[0] if len(few) == 1 else None

    def selection(self) -> Selection:
        """What the reader asked for. Only a valid form can say."""
        said = self.cleaned_data
        at_least, at_most = self.limits
        answer = ANSWERED[self.register][1].get(said["answers"])
        return Selection(
            words=said["q"],
            year=said["year"],
            standing=Standing(said["standing"]) if said["standing"] else None,
            organisations=said["recipient"],
            at_least=at_least,
            at_most=at_most,
            texts={name: said[name] for name in ASKED_BY_TEXT[KINDS[self.register]] if said[name]},
            answers={answer.field: answer.is_yes} if answer else {},
        )
