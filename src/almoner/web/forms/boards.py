"""Forms about boards: their terms, who sits on them, and when they meet."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.boards.kinds import Part, Presence, Watched
from almoner.boards.models import Attendance, Meeting, Seat
from almoner.boards.operations import Charter
from almoner.boards.operations.calling import When
from almoner.core.moments import LONDON, deadline
from almoner.core.rhythms import LAST, ORDINALS, Often
from almoner.core.workdays import FRIDAY

from .academy import CODE
from .actions import offer_people, person_field
from .agreements import AsAtDayForm
from .fields import DayField
from .filters import FilterForm

TO_COME, PAST = "", "past"
EVERY, MINE = "", "mine"
SITTING, DISSOLVED = "", "dissolved"
NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-3"}
NAMES = {
    1: gettext_lazy("The first"),
    2: gettext_lazy("The second"),
    3: gettext_lazy("The third"),
    4: gettext_lazy("The fourth"),
    LAST: gettext_lazy("The last"),
}


def number_field(label: Any, *, most: int, least: int = 1, help_text: Any = "") -> Any:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(NUMBER),
        help_text=help_text,
    )


def clock_field(label: Any, help_text: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        widget=forms.TimeInput({"class": "govuk-input--width-5"}, format="%H:%M"),
    )


class TermsForm(forms.Form):
    """The terms of reference of a board. What it is given at first is what most boards choose."""

    name = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=5000, widget=forms.Textarea({"rows": 4})
    )
    partner = forms.CharField(
        label=gettext_lazy("The other body, of a joint panel"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave it empty where the board is ours alone."),
    )
    quorum = number_field(gettext_lazy("How many with a vote make a quorum"), most=100)
    often = forms.ChoiceField(label=gettext_lazy("How often it meets"), choices=Often.choices)
    ordinal = forms.TypedChoiceField(
        label=gettext_lazy("On which of the month’s weekdays"),
        coerce=int,
        choices=[(one, NAMES[one]) for one in ORDINALS],
        help_text=gettext_lazy("Where weeks are counted, it says nothing."),
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Weekday"),
        coerce=int,
        choices=[(one, WEEKDAYS[one]) for one in range(FRIDAY + 1)],
    )
    begins_on = DayField(
        label=gettext_lazy("From which day it meets so"),
        required=False,
        help_text=gettext_lazy("Empty, where it meets only when it is called."),
    )
    starts_at = clock_field(
        gettext_lazy("Starts at"), gettext_lazy("By London’s clocks, such as 10:00 or 14:30.")
    )
    minutes = number_field(gettext_lazy("How long it sits, in minutes"), most=600)
    place = forms.CharField(label=gettext_lazy("Where it meets"), max_length=200, required=False)
    papers_days = number_field(
        gettext_lazy("How many working days before it its papers go out"), most=30, least=0
    )
    standing = forms.CharField(
        label=gettext_lazy("What stands on every agenda"),
        max_length=3000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One on each line, such as Conflicts of interest."),
    )
    watched = forms.MultipleChoiceField(
        label=gettext_lazy("What it looks after"),
        choices=Watched.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("From there its agendas are proposed."),
    )

    def __init__(self, said: Any = None, *, charter: Charter) -> None:
        super().__init__(said, initial=_said_of(charter))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            self.charter().check()
        return said

    def charter(self) -> Charter:
        """What was said. Only a valid form can say."""
        said = {name: self.cleaned_data[name] for name in Charter.__dataclass_fields__}
        lines = (line.strip() for line in said["standing"].splitlines())
        return Charter(
            **said
            | {
                "often": Often(said["often"]),
                "standing": [line for line in lines if line],
                "watched": [Watched(one) for one in said["watched"]],
            }
        )


def _said_of(charter: Charter) -> dict[str, Any]:
    said = {name: getattr(charter, name) for name in Charter.__dataclass_fields__}
    return said | {"standing": "\n".join(charter.standing)}


class SetUpBoardForm(TermsForm):
    code = forms.CharField(
        label=gettext_lazy("Its code"),
        max_length=60,
        validators=[CODE],
        help_text=gettext_lazy(
            "By which the framework names it, such as oversight-board. It stays."
        ),
    )
    field_order = ["name", "code", "purpose"]


class ReviseTermsForm(TermsForm):
    from_day = DayField(label=gettext_lazy("From which day these terms hold"))


class SeatForm(forms.Form):
    """Somebody's seat on a board."""

    person = person_field(
        gettext_lazy("Who"),
        gettext_lazy("Whoever comes from outside is invited as a member first, under People."),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("As what"), choices=Part.choices, initial=Part.MEMBER
    )
    from_body = forms.CharField(
        label=gettext_lazy("Sent by which other body"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave it empty for our own people."),
    )
    from_day = DayField(label=gettext_lazy("From which day"))
    until = DayField(
        label=gettext_lazy("Until which day"),
        required=False,
        help_text=gettext_lazy("Leave it empty where no end is set."),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "person", on=on)

    def clean_part(self) -> Part:
        return Part(self.cleaned_data["part"])


class EndSeatForm(forms.Form):
    from_day = DayField(label=gettext_lazy("The first day on which they sit no longer"))


class BecauseForm(forms.Form):
    """Why something is done that cannot be taken back."""

    words = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


class WhenForm(forms.Form):
    """When and where a meeting is."""

    day = DayField(label=gettext_lazy("Day"))
    starts = clock_field(
        gettext_lazy("Starts at"), gettext_lazy("By London’s clocks, such as 10:00 or 14:30.")
    )
    ends = clock_field(gettext_lazy("Ends at"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link, if people join from elsewhere"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )

    def when(self) -> When:
        """What was said. Only a valid form can say."""
        said = self.cleaned_data
        starts, ends = (deadline(said["day"], said[name]) for name in ("starts", "ends"))
        return When(starts, ends, said["place"], said["link"])


def said_of_meeting(meeting: Meeting) -> dict[str, Any]:
    starts, ends = (one.astimezone(LONDON) for one in (meeting.starts_at, meeting.ends_at))
    where = {"place": meeting.place, "link": meeting.link}
    return {"day": starts.date(), "starts": starts.time(), "ends": ends.time(), **where}


class HeldForm(forms.Form):
    """Of each who sits on a board, whether they were at a meeting: they were, unless they sent
    apologies.
    """

    def __init__(
        self, said: Any = None, *, seats: Iterable[Seat], before: Iterable[Attendance]
    ) -> None:
        super().__init__(said)
        self.people: dict[str, User] = {}
        known = {one.person_id: one.presence for one in before}
        for seat in seats:
            self.people[seat.person.reference] = seat.person
            self.fields[seat.person.reference] = forms.ChoiceField(
                label=f"{seat.person.name}, {seat.get_part_display()}",
                choices=Presence.choices,
                initial=known.get(seat.person_id, Presence.PRESENT),
                widget=forms.RadioSelect({"class": "govuk-radios--small govuk-radios--inline"}),
            )

    def presences(self) -> Mapping[User, Presence]:
        """What was said. Only a valid form can say."""
        return {person: Presence(self.cleaned_data[name]) for name, person in self.people.items()}


class PresenceForm(forms.Form):
    person = person_field(gettext_lazy("Who"))
    presence = forms.ChoiceField(
        label=gettext_lazy("Were they there?"),
        choices=Presence.choices,
        initial=Presence.PRESENT,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "person", on=on)

    def clean_presence(self) -> Presence:
        return Presence(self.cleaned_data["presence"])


class BoardFilters(FilterForm):
    """Which boards are listed."""

    state = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[
            (SITTING, gettext_lazy("Those that sit")),
            (DISSOLVED, gettext_lazy("Those that are dissolved")),
        ],
    )


class MeetingFilters(FilterForm):
    """Narrows the calendar of meetings."""

    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[(TO_COME, gettext_lazy("To come")), (PAST, gettext_lazy("Past"))],
    )
    whose = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        choices=[
            (EVERY, gettext_lazy("Every board’s")),
            (MINE, gettext_lazy("Of boards on which I sit")),
        ],
    )
    board = forms.ChoiceField(label=gettext_lazy("Board"))

    def __init__(self, *args: Any, boards: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"].choices = [("", gettext_lazy("Any")), *boards]  # type: ignore[attr-defined]  # a ChoiceField


class PastBoardForm(AsAtDayForm):
    """The day as at which a board is shown, and by what was known."""
