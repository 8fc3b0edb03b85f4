"""Who may open the pages about the academy and about one's own training."""

from datetime import timedelta

from django.core.signing import dumps

from almoner.academy.policies import COVERERS, KNOWING, READERS_OF_COVER
from almoner.academy.states import Outcome, WorkshopState
from almoner.accounts.roles import Role
from tests.academy.factories import (
    TESTED,
    BookingFactory,
    CertificateFactory,
    CourseFactory,
    CourseVersionFactory,
    EmergencyCoverFactory,
    WorkshopFactory,
)
from tests.factories import official

ANYONE = "anyone"
OFFICIALS = frozenset(Role)
LEADS = frozenset({Role.ACADEMY_LEAD})
NOBODY = frozenset[Role]()  # among people asked, since the thing asked about is not theirs
OF_A_COURSE = ["course", "publish-course", "book-course", "take-assessment", "plan-workshop"]
OF_ONE_TO_COME = ["workshop", "change-workshop", "cancel-workshop", "book-workshop"]
OF_ONE_TO_COME += ["book-workshop-for"]
OF_ONE_BEGUN = ["record-attendance", "send-attendance", "close-workshop", "issue-certificates"]
OF_A_CERTIFICATE = ["certificate", "name-certificate", "revoke-certificate"]

ACADEMY = {
    **dict.fromkeys(
        [
            *(f"workspace:{name}" for name in ("academy", "course", "book-course", "workshops")),
            *(f"workspace:{name}" for name in ("training-delivery", "training-delivery-csv")),
            *(f"workspace:{name}" for name in ("workshop", "book-workshop", "take-assessment")),
            *(f"workspace:{name}" for name in ("training", "training-calendar-link")),
        ],
        OFFICIALS,
    ),
    **dict.fromkeys(
        [
            *(f"workspace:{name}" for name in ("open-course", "publish-course", "plan-workshop")),
            *(f"workspace:{name}-workshop" for name in ("open", "change", "cancel", "close")),
            *(
                f"workspace:{name}"
                for name in ("book-workshop-for", "record-attendance", "send-attendance")
            ),
            *(f"workspace:{name}" for name in ("issue-certificates", "revoke-certificate")),
            "workspace:give-up-place",
        ],
        LEADS,
    ),
    # Who attended, and who lacks what, are personal.
    "workspace:training-gaps": frozenset(KNOWING),
    "workspace:training-gaps-csv": frozenset(KNOWING),
    "workspace:attendance-list": frozenset(KNOWING),
    "workspace:certificate": frozenset(KNOWING),
    "workspace:name-certificate": NOBODY,
    "workspace:evaluate-workshop": NOBODY,
    "workspace:booking-ics": NOBODY,
    "workspace:emergency-cover": frozenset(READERS_OF_COVER),
    "workspace:grant-cover": frozenset(COVERERS),
    "workspace:end-cover": frozenset(COVERERS),
    # Whoever has the number of a certificate may ask whether it holds: that is what it is for. A
    # calendar that fetches one's workshops cannot sign in: the link is its own proof.
    "public:certificate": ANYONE,
    "public:training-calendar": ANYONE,
}


def tell_of_academy(now):
    """A course with an assessment, workshops at each point, and what came of one."""
    course = CourseFactory(code="world")
    version = CourseVersionFactory(
        course=course, pass_mark=80, questions=[one.kept() for one in TESTED.questions]
    )
    to_come = WorkshopFactory(version=version, starts_at=now + timedelta(days=20), capacity=99)
    begun = WorkshopFactory(version=version, starts_at=now - timedelta(days=1))
    person = official(Role.FINANCE)
    came = BookingFactory(workshop=begun, person=person, outcome=Outcome.ATTENDED)
    return {
        "course": course,
        "to come": to_come,
        "planned": WorkshopFactory(
            version=version, starts_at=now + timedelta(days=9), state=WorkshopState.PLANNED
        ),
        "begun": begun,
        "came": came,
        "booking": BookingFactory(workshop=to_come, person=person),
        "certificate": CertificateFactory(person=person, course=course),
        "cover": EmergencyCoverFactory(until=(now + timedelta(days=60)).date()),
    }


def arguments(world):
    """What the addresses name: things of a world that has one of each."""
    return {
        **{f"workspace:{name}": [world["course"]] for name in OF_A_COURSE},
        **{f"workspace:{name}": [world["to come"]] for name in OF_ONE_TO_COME},
        "workspace:open-workshop": [world["planned"]],
        **{f"workspace:{name}": [world["begun"]] for name in OF_ONE_BEGUN},
        "workspace:attendance-list": [world["begun"], "csv"],
        "workspace:give-up-place": [world["booking"]],
        "workspace:booking-ics": [world["booking"]],
        "workspace:evaluate-workshop": [world["came"]],
        **{f"workspace:{name}": [world["certificate"]] for name in OF_A_CERTIFICATE},
        "workspace:end-cover": [world["cover"]],
        "workspace:open-course": [],
        "workspace:grant-cover": [],
        "workspace:training-calendar-link": [],
        "public:certificate": [world["certificate"]],
        "public:training-calendar": [dumps(["PER-NOBODY", 1], salt="training-calendar")],
    }
