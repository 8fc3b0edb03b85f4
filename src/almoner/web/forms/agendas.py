"""Forms about agendas: items, what members say about them, and what came of them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.boards.agendas import Proposal
from almoner.boards.kinds import Origin, Outcome, Purpose, Ruling
from almoner.boards.models import Item
from almoner.boards.operations import Wanted
from almoner.web.words import day

from .actions import PeopleForm, offer_people, person_field
from .fields import DayField
from .papers import refuse_too_large

if TYPE_CHECKING:
    from django.core.files import File

LONGEST = 5000


class ProposalsForm(forms.Form):
    """Chooses from what an agenda might have on it."""

    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("What might stand on this agenda"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, said: Any = None, *, proposals: Iterable[Proposal]) -> None:
        super().__init__(said)
        self.proposals = {one.key: one for one in proposals}
        offered = [(key, _in_words(one)) for key, one in self.proposals.items()]
        self.fields["chosen"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField

    def wanted(self) -> list[Wanted]:
        """What was chosen, in the order in which it would stand. Only a valid form can say."""
        chosen = set(self.cleaned_data["chosen"])
        return [_wanted(one) for key, one in self.proposals.items() if key in chosen]


def _in_words(proposal: Proposal) -> str:
    origin = Origin(proposal.origin).label
    said = [proposal.title, f"({origin})"]
    reference = proposal.about.partition(":")[2]
    if reference and reference not in proposal.title:
        said.insert(0, f"{reference}:")
    if proposal.due_on:
        said.append(_("wanted by %(day)s") % {"day": day(proposal.due_on)})
    if proposal.is_restricted:
        said.append(_("– restricted"))
    return " ".join(said)


def _wanted(proposal: Proposal) -> Wanted:
    return Wanted(
        title=proposal.title,
        purpose=proposal.purpose,
        about=proposal.about,
        origin=proposal.origin,
        is_restricted=proposal.is_restricted,
        carried_from=proposal.carried_from,
    )


class ItemForm(forms.Form):
    """What an item says on its agenda."""

    title = forms.CharField(label=gettext_lazy("What the agenda calls it"), max_length=300)
    purpose = forms.ChoiceField(
        label=gettext_lazy("What it is for"), choices=Purpose.choices, widget=forms.RadioSelect
    )
    asks = forms.CharField(
        label=gettext_lazy("What is asked of the board"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    presenter = person_field(
        gettext_lazy("Who presents it"),
        gettext_lazy("They may read its paper, and answer questions."),
    )
    is_restricted = forms.BooleanField(
        label=gettext_lazy("Restricted: its title too is only for those who may read its paper"),
        required=False,
    )

    def __init__(self, said: Any = None, *, on: date, item: Item | None = None) -> None:
        super().__init__(said, initial=_said_of(item) if item else None)
        self.fields["presenter"].required = False
        offer_people(self, "presenter", on=on)

    def wanted(self) -> Wanted:
        """What was said. Only a valid form can say."""
        said = self.cleaned_data
        return Wanted(
            title=said["title"],
            purpose=Purpose(said["purpose"]),
            asks=said["asks"],
            about=said.get("about", ""),
            is_restricted=said["is_restricted"],
            presenter=said["presenter"],
        )


def _said_of(item: Item) -> dict[str, Any]:
    said = {name: getattr(item, name) for name in ("title", "purpose", "asks", "is_restricted")}
    return said | {"presenter": item.presenter.reference if item.presenter else ""}


class AddItemForm(ItemForm):
    about = forms.CharField(
        label=gettext_lazy("What it is about"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
        help_text=gettext_lazy(
            "The reference of a case, a decision, a risk, a recommendation, a report or a fund,"
            " such as COM-2026-014: its paper is then drawn by itself. Empty, if it is about none."
        ),
    )
    field_order = ["about", "title"]

    def __init__(self, said: Any = None, *, on: date, named: Callable[[str], str]) -> None:
        super().__init__(said, on=on)
        self.named = named

    def clean_about(self) -> str:
        """The ledger's name of what is meant, so that a mistake is told with all the others."""
        return self.named(self.cleaned_data["about"])


class ItemFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The file"),
        allow_empty_file=True,  # what is wrong with it is said better when it is kept
        help_text=gettext_lazy("PDF, .docx, .xlsx, .odt, .ods, .png, .jpg, .txt or .csv."),
    )
    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave it empty to take the name of the file."),
    )

    def clean_file(self) -> "File[bytes]":
        return refuse_too_large(self.cleaned_data["file"])


class SayForm(forms.Form):
    """What somebody writes down about an item."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea({"rows": 5}))

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class RulingForm(forms.Form):
    ruling = forms.ChoiceField(
        label=gettext_lazy("What you find"), choices=Ruling.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("Why"), max_length=LONGEST, widget=forms.Textarea({"rows": 3})
    )

    def clean_ruling(self) -> Ruling:
        return Ruling(self.cleaned_data["ruling"])


class MinuteForm(forms.Form):
    """What was said on an item and what came of it. Once that is confirmed, the words alone."""

    words = forms.CharField(
        label=gettext_lazy("What was said, and why it came out so"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("Conditions stand here in full."),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    conditions_by = DayField(
        label=gettext_lazy("If on conditions: by when they are to be met"), required=False
    )
    acts = forms.BooleanField(
        label=gettext_lazy("Let the outcome act, once the chair has confirmed it"), required=False
    )

    def __init__(self, said: Any = None, *, item: Item, effects: Mapping[Outcome, str]) -> None:
        self.minute = getattr(item, "minute", None)
        super().__init__(said, initial=self._first(effects))
        self.effects = effects
        if not effects:
            del self.fields["acts"]
        else:
            told = ((Outcome(one).label, words) for one, words in effects.items())
            self.fields["acts"].help_text = format_html_join(SafeString("<br>"), "{}: {}", told)
        if self.minute and self.minute.is_confirmed:
            self.fields = {"words": self.fields["words"]}

    def _first(self, effects: Mapping[Outcome, str]) -> dict[str, Any]:
        if not self.minute:
            return {"acts": bool(effects)}
        said = {name: getattr(self.minute, name) for name in ("outcome", "conditions_by", "acts")}
        return said | {"words": self.minute.words}

    def said(self) -> dict[str, Any]:
        """What was said. An outcome that would do nothing does not act."""
        said = self.cleaned_data
        if "outcome" not in said and self.minute:
            kept = self.minute
            outcome, by_when, acts = Outcome(kept.outcome), kept.conditions_by, kept.acts
        else:
            outcome, by_when = Outcome(said["outcome"]), said["conditions_by"]
            acts = said.get("acts", False) and outcome in self.effects
        return {
            "words": said["words"],
            "outcome": outcome,
            "conditions_by": by_when if outcome == Outcome.AGREED_WITH_CONDITIONS else None,
            "acts": acts,
        }


class ConfirmForm(forms.Form):
    """Which wording of a minute the chair saw."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0


class ItemActionForm(PeopleForm):
    """An action that came of an item."""

    what = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("So that somebody else can see whether it was."),
    )
    due_on = DayField(label=gettext_lazy("By when"))
    field_order = ["what", "owner", "verifier", "due_on"]
