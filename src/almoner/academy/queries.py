"""Questions about courses and workshops: what is taught, what is to come, who has a place."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on
from almoner.core.moments import end_of, start_of

from .models import Booking, Course, CourseVersion, Evaluation, Workshop
from .states import TO_COME, BookingState, Outcome, WorkshopState

BOOKED = Q(bookings__state=BookingState.BOOKED)
COUNTED = {
    "taken": Count("bookings", filter=BOOKED),
    "waiting": Count("bookings", filter=Q(bookings__state=BookingState.WAITING)),
    "came": Count("bookings", filter=Q(bookings__outcome=Outcome.ATTENDED)),
    "unsaid": Count("bookings", filter=BOOKED & Q(bookings__outcome="")),
}
FEWEST_TO_SUM = 3  # of fewer answers, one could tell whose each is


def courses() -> QuerySet[Course]:
    return Course.objects.select_related("owner").order_by("title", "pk")


def versions_of(course: Course) -> QuerySet[CourseVersion]:
    """What a course taught and will teach, the latest first."""
    return course.versions.select_related("published_by").order_by("-number")


def version_on(course: Course, *, on: date) -> CourseVersion | None:
    """What a course teaches on a day: of the versions begun by then, the one written last."""
    begun = course.versions.filter(first_day__lte=on)
    return begun.select_related("course").order_by("number").last()


def courses_taught(on: date) -> QuerySet[Course]:
    """All courses, with for how many months the certificate of each would hold that day: of those
    that teach nothing yet, none.
    """
    begun = CourseVersion.objects.filter(course=OuterRef("pk"), first_day__lte=on)
    return courses().annotate(months=Subquery(begun.order_by("-number").values("valid_months")[:1]))


def workshops() -> QuerySet[Workshop]:
    """Workshops with what a line about one says: how many places are taken, and who waits."""
    return Workshop.objects.select_related("version__course", "trainer").annotate(**COUNTED)


def workshops_to_come(at: datetime) -> QuerySet[Workshop]:
    """The soonest first."""
    return workshops().filter(state__in=TO_COME, starts_at__gt=at).order_by("starts_at", "pk")


def workshops_past(at: datetime) -> QuerySet[Workshop]:
    """All that began, were held or cancelled, the latest first."""
    to_come = Q(state__in=TO_COME, starts_at__gt=at)
    return workshops().exclude(to_come).order_by("-starts_at", "-pk")


def workshops_with_place(code: str, *, at: datetime) -> QuerySet[Workshop]:
    """Workshops of a course in which somebody can still get a place, the soonest first."""
    open_ones = workshops_to_come(at).filter(state=WorkshopState.OPEN, version__course__code=code)
    return open_ones.filter(Q(taken__lt=F("capacity")))


def bookings_of_workshop(workshop: Workshop) -> QuerySet[Booking]:
    """Who has a place, then who waits, each in the order in which they asked."""
    kept = workshop.bookings.exclude(state=BookingState.GIVEN_UP)
    return kept.select_related("person", "certificate").order_by("state", "asked_at", "pk")


def places_taken(workshop: Workshop) -> int:
    return workshop.bookings.filter(state=BookingState.BOOKED).count()


def next_waiting(workshop: Workshop) -> Booking | None:
    """Who waits longest for a place at a workshop."""
    waiting = workshop.bookings.filter(state=BookingState.WAITING)
    return waiting.select_related("person").order_by("asked_at", "pk").first()


def booking_of(person: User, workshop: Workshop) -> Booking | None:
    """Somebody's place at a workshop, or their turn for one."""
    theirs = workshop.bookings.filter(person=person).exclude(state=BookingState.GIVEN_UP)
    return theirs.first()


def bookings_of(person: User) -> QuerySet[Booking]:
    """All that somebody has booked, the latest workshop first."""
    theirs = Booking.objects.filter(person=person).exclude(state=BookingState.GIVEN_UP)
    return theirs.select_related("workshop__version__course", "evaluation", "person").order_by(
        "-workshop__starts_at", "-pk"
    )


def people_who_may_learn(on: date) -> QuerySet[User]:
    """Whoever works here, or sits on a board."""
    held = holdings_on(on).order_by().values("holder")
    return User.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")


def held_workshops(*, first: date, last: date, on: date) -> QuerySet[Workshop]:
    """Workshops of some days that were held, as far as was known on a day."""
    return Workshop.objects.filter(
        state=WorkshopState.HELD,
        known_held_at__lt=end_of(on),
        starts_at__gte=start_of(first),
        starts_at__lt=end_of(last),
    )


def first_workshop(*, first: date, last: date, on: date) -> date | None:
    """The day of the first workshop held between two days, as known on a day; none, without."""
    found = held_workshops(first=first, last=last, on=on).order_by("starts_at").first()
    return found.on if found else None


def last_workshop(*, first: date, last: date, on: date) -> date | None:
    """The day of the last workshop held between two days, as known on a day; none, without."""
    found = held_workshops(first=first, last=last, on=on).order_by("starts_at").last()
    return found.on if found else None


def evaluations_of(workshop: Workshop) -> list[Evaluation]:
    """What those who came thought; nothing, while so few said it that one could tell who."""
    found = list(Evaluation.objects.filter(booking__workshop=workshop).order_by("words", "pk"))
    return found if len(found) >= FEWEST_TO_SUM else []


def average(numbers: Iterable[int]) -> float | None:
    found = list(numbers)
    return sum(found) / len(found) if found else None
