"""Forms about actions: who does what by when, how far it has got, and which to list."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.actions.models import LONGEST
from almoner.actions.queries import people_who_may_act
from almoner.actions.states import ActionState

from .agreements import PersonField
from .fields import DayField
from .filters import FilterForm

MINE, TEAMS, TO_VERIFY, OPENED, ALL = "", "team", "verify", "opened", "all"
UNFINISHED = ""
NOTHING = "none"
# By how the ledger's names of them begin.
SOURCES = [
    ("", gettext_lazy("Anything")),
    ("boards.", gettext_lazy("A board")),
    ("audits.recommendation:", gettext_lazy("A recommendation")),
    ("decisions.", gettext_lazy("A decision")),
    ("commissions.", gettext_lazy("A case")),
    ("risks.risk:", gettext_lazy("A risk")),
    (NOTHING, gettext_lazy("Somebody’s word")),
]


def person_field(label: Any, help_text: Any = "") -> PersonField:
    """Somebody who works here; the form says who that is."""
    return PersonField(
        label=label,
        queryset=User.objects.none(),
        to_field_name="reference",
        empty_label=gettext_lazy("Choose somebody"),
        help_text=help_text,
        error_messages={"required": gettext_lazy("Choose somebody.")},
    )


def offer_people(form: forms.Form, *names: str, on: date) -> QuerySet[User]:
    people = people_who_may_act(on)
    for name in names:
        field = form.fields[name]
        assert isinstance(field, PersonField)
        field.queryset = people
    return people


class PeopleForm(forms.Form):
    """Names who does it, and who says that it was done."""

    owner = person_field(gettext_lazy("Who does it"))
    verifier = person_field(
        gettext_lazy("Who verifies that it was done"),
        gettext_lazy("Somebody else than who does it."),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "owner", "verifier", on=on)

    def clean_verifier(self) -> User:
        verifier: User = self.cleaned_data["verifier"]
        if verifier == self.cleaned_data.get("owner"):
            raise ValidationError(_("Name somebody other than who does it."))
        return verifier


class OpenActionForm(PeopleForm):
    """Says what is to be done, by whom and by when."""

    what = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("So that somebody else can see whether it was."),
    )
    due_on = DayField(label=gettext_lazy("By when"))
    is_restricted = forms.BooleanField(
        label=gettext_lazy("Only whom it names, approvers and the auditor may read it"),
        required=False,
    )
    field_order = ["what", "owner", "verifier", "due_on", "is_restricted"]


class WordsForm(forms.Form):
    """What somebody writes down about an action."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class MoveForm(WordsForm):
    due_on = DayField(label=gettext_lazy("Its new day"))
    field_order = ["due_on", "text"]


class HandOverForm(PeopleForm, WordsForm):
    field_order = ["owner", "verifier", "text"]


class ActionFilters(FilterForm):
    """Narrows the list of actions."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[
            (MINE, gettext_lazy("Mine to do")),
            (TEAMS, gettext_lazy("My team’s to do")),
            (TO_VERIFY, gettext_lazy("Mine to verify")),
            (OPENED, gettext_lazy("Those I opened")),
            (ALL, gettext_lazy("All that I may read")),
        ],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[
            (UNFINISHED, gettext_lazy("To do, or to be verified")),
            *ActionState.choices,
        ],
    )
    source = forms.ChoiceField(label=gettext_lazy("What asked for it"), choices=SOURCES)
