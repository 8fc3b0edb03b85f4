"""What the academy keeps."""

from .certificates import Attempt, Certificate, EmergencyCover
from .courses import Course, CourseVersion
from .workshops import Attendance, Booking, CalendarLink, Evaluation, Workshop

__all__ = [
    "Attempt",
    "Attendance",
    "Booking",
    "CalendarLink",
    "Certificate",
    "Course",
    "CourseVersion",
    "EmergencyCover",
    "Evaluation",
    "Workshop",
]
