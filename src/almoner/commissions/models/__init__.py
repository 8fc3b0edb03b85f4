"""Cases, the facts of each as dated versions, and the evidence that gates ask for."""

from .cases import (
    Commission,
    CommissionTerms,
    KeptPromise,
    Link,
    Membership,
    YearValue,
)
from .evidence import Assessment, Consultation, Requirement, RouteTest, SplittingAnswer
from .gates import GateAsked, GateStep, Pause, StageEntry
from .plan import PlanEntry

__all__ = [
    "Assessment",
    "Commission",
    "CommissionTerms",
    "Consultation",
    "GateAsked",
    "GateStep",
    "KeptPromise",
    "Link",
    "Membership",
    "Pause",
    "PlanEntry",
    "Requirement",
    "RouteTest",
    "SplittingAnswer",
    "StageEntry",
    "YearValue",
]
