"""Forms about the academy: courses, workshops, who came, and cover for want of a certificate."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.academy.content import LONGEST_VALIDITY, Content, questions_in
from almoner.academy.evaluating import AGREEMENT, QUESTIONS
from almoner.academy.models import Booking, CourseVersion, Workshop
from almoner.academy.operations.workshops import Plan
from almoner.academy.states import Outcome
from almoner.accounts.models import User
from almoner.core.moments import LONDON, deadline
from almoner.core.periods import FinancialYear
from almoner.framework.contents import Framework

from .actions import offer_people, person_field
from .agreements import PersonField
from .fields import DayField
from .filters import FilterForm

UNSAID = ""
LARGEST = 1 << 20  # bytes
TO_COME, PAST = "", "past"
CODE = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    gettext_lazy("Write lower-case words joined by hyphens, such as fair-assessment."),
)


class CourseForm(forms.Form):
    """A course that is new to the catalogue."""

    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    code = forms.CharField(
        label=gettext_lazy("Its code"),
        max_length=40,
        validators=[CODE],
        help_text=gettext_lazy(
            "By which the framework asks for it. Lower-case words joined by hyphens. It stays."
        ),
    )
    owner = person_field(gettext_lazy("Who answers for what it teaches"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "owner", on=on)


class VersionForm(forms.Form):
    """What a course teaches from a day on."""

    text = forms.CharField(
        label=gettext_lazy("What it teaches"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 6}),
    )
    competencies = forms.CharField(
        label=gettext_lazy("What people can do afterwards"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One on each line."),
    )
    valid_months = forms.IntegerField(
        label=gettext_lazy("For how many months its certificate holds"),
        min_value=1,
        max_value=LONGEST_VALIDITY,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    pass_mark = forms.IntegerField(
        label=gettext_lazy("Pass mark of its assessment, if it has one"),
        min_value=1,
        max_value=100,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
        help_text=gettext_lazy("Of a hundred. Leave it empty where nothing is asked."),
    )
    questions = forms.CharField(
        label=gettext_lazy("Questions of the assessment"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy(
            "Each question on a line; below it each answer on a line that begins with a hyphen,"
            " the right one with an asterisk instead. Leave an empty line between two questions."
        ),
    )
    first_day = DayField(label=gettext_lazy("From which day"))

    def clean_questions(self) -> list[Any]:
        return questions_in(self.cleaned_data["questions"])

    def content(self) -> Content:
        """What was said. Only a valid form can say."""
        said = self.cleaned_data
        lines = [line.strip() for line in said["competencies"].splitlines()]
        return Content(
            text=said["text"],
            competencies=[line for line in lines if line],
            valid_months=said["valid_months"],
            pass_mark=said["pass_mark"],
            questions=said["questions"],
        )


class WorkshopForm(forms.Form):
    """When and where a workshop is."""

    day = DayField(label=gettext_lazy("Day"))
    starts = forms.TimeField(
        label=gettext_lazy("Starts at"),
        help_text=gettext_lazy("By London’s clocks, such as 10:00 or 14:30."),
        widget=forms.TimeInput({"class": "govuk-input--width-5"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=gettext_lazy("Ends at"),
        widget=forms.TimeInput({"class": "govuk-input--width-5"}, format="%H:%M"),
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link, if people join from elsewhere"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Places"),
        min_value=1,
        max_value=500,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    trainer = person_field(gettext_lazy("Who gives it"))

    def __init__(self, said: Any = None, *, on: date, workshop: Workshop | None = None) -> None:
        super().__init__(said, initial=_said_of(workshop) if workshop else None)
        offer_people(self, "trainer", on=on)

    def plan(self) -> Plan:
        """What was said. Only a valid form can say."""
        said = self.cleaned_data
        return Plan(
            starts_at=deadline(said["day"], said["starts"]),
            ends_at=deadline(said["day"], said["ends"]),
            capacity=said["capacity"],
            trainer=said["trainer"],
            place=said["place"],
            link=said["link"],
        )


def _said_of(workshop: Workshop) -> dict[str, Any]:
    starts = workshop.starts_at.astimezone(LONDON)
    return {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": workshop.ends_at.astimezone(LONDON).time(),
        "place": workshop.place,
        "link": workshop.link,
        "capacity": workshop.capacity,
        "trainer": workshop.trainer,
    }


class PersonForm(forms.Form):
    """Somebody for whom a place is booked."""

    person = person_field(gettext_lazy("For whom"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "person", on=on)


class BookForForm(PersonForm):
    """The same, among those for whom the reader books."""

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.queryset = people


class ReasonForm(forms.Form):
    """Why something is done that is not done lightly."""

    words = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


class AttendanceForm(forms.Form):
    """Whether each of those who have a place came; what is left open is said another time."""

    def __init__(self, *args: Any, bookings: Iterable[Booking], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for booking in bookings:
            self.fields[booking.reference] = forms.ChoiceField(
                label=booking.person.name,
                choices=[(UNSAID, gettext_lazy("Not said yet")), *Outcome.choices],
                initial=booking.outcome,
                required=False,
            )

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """What was said. Only a valid form can say."""
        return {name: Outcome(said) for name, said in self.cleaned_data.items() if said}


class AttendanceListForm(forms.Form):
    """A list of attendance that was filled in."""

    file = forms.FileField(
        label=gettext_lazy("The filled list"),
        help_text=gettext_lazy(
            "CSV or a workbook, as you took it from here, with Attended, Absent or Excused in the"
            " last column. Nothing is recorded until you have looked at it."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("It is larger than a list can be. Send the list alone."))
        return file


class EvaluationForm(forms.Form):
    """What somebody who came thought of a workshop."""

    words = forms.CharField(
        label=gettext_lazy("What would have made it better?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "It is read without your name. Write nothing that tells who you are."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in QUESTIONS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=str(question),
                coerce=int,
                choices=list(AGREEMENT.items()),
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Choose one answer.")},
            )
        self.order_fields([*QUESTIONS, "words"])

    @property
    def scores(self) -> Mapping[str, int]:
        """What was said. Only a valid form can say."""
        return {name: self.cleaned_data[name] for name in QUESTIONS}


class AssessmentForm(forms.Form):
    """The questions of a course."""

    def __init__(self, *args: Any, version: CourseVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, question in enumerate(version.questions):
            self.fields[f"question_{n}"] = forms.TypedChoiceField(
                label=question["asks"],
                coerce=int,
                choices=list(enumerate(question["answers"])),
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Choose one answer.")},
            )

    @property
    def answers(self) -> list[int]:
        """What was said, in order. Only a valid form can say."""
        return [self.cleaned_data[name] for name in self.fields]


class CoverForm(PersonForm):
    """An exception for somebody who holds no certificate yet."""

    course = forms.ChoiceField(label=gettext_lazy("Of which course they lack the certificate"))
    reason = forms.CharField(
        label=gettext_lazy("Why it cannot wait"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
    until = DayField(
        label=gettext_lazy("Until which day"),
        help_text=gettext_lazy("At most ninety days. Whoever needs longer takes the course."),
    )

    def __init__(self, *args: Any, on: date, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        codes = dict.fromkeys(one.course for one in framework.certificates)
        field = self.fields["course"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, framework.title_of_course(code)) for code in codes]

    def clean_course(self) -> str:
        course: str = self.cleaned_data["course"]
        if not course:
            raise ValidationError(_("Choose a course."))
        return course


class WorkshopFilters(FilterForm):
    """Narrows the list of workshops."""

    course = forms.ChoiceField(label=gettext_lazy("Course"))
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[(TO_COME, gettext_lazy("To come")), (PAST, gettext_lazy("Past and cancelled"))],
    )

    def __init__(self, *args: Any, courses: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["course"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("All")), *courses]


class DeliveryFilters(FilterForm):
    """Says of which financial year."""

    year = forms.ChoiceField(label=gettext_lazy("Financial year"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = FinancialYear.containing(on)
        years = [FinancialYear(start) for start in range(this.start + 1, this.start - 6, -1)]
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", gettext_lazy("This year")),
            *((str(year.start), str(year)) for year in years),
        ]


class GapFilters(FilterForm):
    """Narrows who stands how with the training plan, and says as at which day."""

    which = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[
            ("", gettext_lazy("What is lacking or runs out soon")),
            ("all", gettext_lazy("Everybody")),
        ],
    )
    course = forms.ChoiceField(label=gettext_lazy("Course"))
    as_at = DayField(label=gettext_lazy("As at"))

    def __init__(self, *args: Any, courses: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["course"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("All")), *courses]
