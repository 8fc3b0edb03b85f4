"""What is done in the academy."""

from .assessments import take_assessment
from .attendance import evaluate_workshop, record_attendance
from .bookings import book_place, give_up_place, renew_calendar_link
from .certificates import issue_certificate, name_on_certificate, revoke_certificate
from .courses import open_course, publish_course_version
from .covers import end_cover, grant_cover
from .workshops import (
    cancel_workshop,
    change_workshop,
    close_workshop,
    open_workshop,
    plan_workshop,
    remind_of_workshop,
)

__all__ = [
    "book_place",
    "cancel_workshop",
    "change_workshop",
    "close_workshop",
    "end_cover",
    "evaluate_workshop",
    "give_up_place",
    "grant_cover",
    "issue_certificate",
    "name_on_certificate",
    "open_course",
    "open_workshop",
    "plan_workshop",
    "publish_course_version",
    "record_attendance",
    "remind_of_workshop",
    "renew_calendar_link",
    "revoke_certificate",
    "take_assessment",
]
