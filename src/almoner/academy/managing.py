"""Those whom somebody looks after in the academy: anybody, for an academy lead; for whoever leads a
team, its people.
"""

from datetime import date, datetime

from django.db.models import QuerySet

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.accounts.teams import led_by
from almoner.framework.contents import Framework

from .models import Booking
from .queries import people_who_may_learn
from .standings import Standing, standings_of_people
from .states import TO_COME, BookingState


def people_booked_by(user: User, *, on: date) -> QuerySet[User]:
    """For whom somebody may book, other than for themselves by that right."""
    if Role.ACADEMY_LEAD in roles_of(user, on=on):
        return people_who_may_learn(on)
    return led_by(user, on=on).filter(is_active=True).order_by("name", "pk")


def standings_led_by(user: User, framework: Framework, *, on: date) -> list[Standing]:
    """How the people of the teams that somebody leads stand with the training plan, those who lack
    what they need first.
    """
    return standings_of_people(led_by(user, on=on), framework, on=on)


def places_led_by(user: User, *, at: datetime, on: date) -> dict[tuple[int, str], Booking]:
    """Of the people whom somebody leads, the next place of each at a workshop of a course, or their
    turn for one; by the person's key and the course's code.
    """
    found = Booking.objects.filter(
        person__in=led_by(user, on=on).values("pk"),
        state__in=[BookingState.BOOKED, BookingState.WAITING],
        workshop__state__in=TO_COME,
        workshop__starts_at__gt=at,
    )
    in_turn = found.select_related("workshop__version__course").order_by("-workshop__starts_at")
    return {(one.person_id, one.workshop.version.course.code): one for one in in_turn}
