"""What is recorded of a control each night: figures and a digest, never which cases."""

from enum import StrEnum

from almoner.core.events import COUNT, DIGEST, EventKind, one_of


class Outcome(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    NOT_ASKED = "not-asked"


class ControlEvent(EventKind):
    ASKED = (
        "control.asked",
        {"outcome": one_of(Outcome), "covered": COUNT, "broken": COUNT, "population": DIGEST},
    )
