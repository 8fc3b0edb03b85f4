"""A whole framework: all that one file says."""

from hashlib import sha256
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct, field, json

from .codes import DirectAwardReason, LegalPower, Objective
from .duties import Duty, NoSuchDuty
from .items import Item
from .limits import Limit, Matter
from .offices import Office
from .reviews import ReviewCalendar
from .risks import RiskCategory, RiskEscalation
from .routes import Route
from .rules import ControlSetting, Rules, Setting
from .scales import USUAL, AuditScales, Priorities, Ratings
from .training import NeededCertificate, TaughtCourse, Training
from .words import Words

Duties: TypeAlias = Annotated[tuple[Duty, ...], Meta(min_length=1)]


class Framework(Struct, frozen=True, forbid_unknown_fields=True):
    """What a body must publish, and how it commissions."""

    title: Words
    duties: Duties = field(name="duty")
    items: tuple[Item, ...] = field(name="item", default=())
    offices: tuple[Office, ...] = field(name="office", default=())
    matters: tuple[Matter, ...] = field(name="matter", default=())
    limits: tuple[Limit, ...] = field(name="limit", default=())
    routes: tuple[Route, ...] = field(name="route", default=())
    powers: tuple[LegalPower, ...] = field(name="power", default=())
    reasons: tuple[DirectAwardReason, ...] = field(name="reason", default=())
    objectives: tuple[Objective, ...] = field(name="objective", default=())
    reviews: tuple[ReviewCalendar, ...] = field(name="review", default=())
    controls: tuple[ControlSetting, ...] = field(name="control", default=())
    ratings: Ratings = field(name="audit-rating", default=())
    priorities: Priorities = field(name="audit-priority", default=())
    courses: tuple[TaughtCourse, ...] = field(name="course", default=())
    training: tuple[Training, ...] = ()
    certificates: tuple[NeededCertificate, ...] = field(name="certificate", default=())
    risk_categories: tuple[RiskCategory, ...] = field(name="risk-category", default=())
    escalations: tuple[RiskEscalation, ...] = field(name="risk-escalation", default=())
    rules: Rules = Rules()

    @property
    def digest(self) -> str:
        """The digest of all that it says, whatever its file looks like."""
        return sha256(json.encode(self)).hexdigest()

    @property
    def audit_scales(self) -> AuditScales:
        """Both scales of audits: the body's own or, where it names none, the usual ones."""
        return AuditScales(self.ratings or USUAL.ratings, self.priorities or USUAL.priorities)

    @property
    def unconfirmed(self) -> int:
        """How many limits, objectives and appetites nobody of the body has confirmed yet."""
        limits = sum(not limit.confirmed for limit in self.limits)
        objectives = sum(not objective.confirmed for objective in self.objectives)
        return limits + objectives + sum(not kind.confirmed for kind in self.risk_categories)

    def duty_called(self, code: str) -> Duty:
        """The duty of that code. Raises NoSuchDuty."""
        for duty in self.duties:
            if duty.code == code:
                return duty
        raise NoSuchDuty(code, [duty.code for duty in self.duties])

    def route_called(self, code: str) -> Route | None:
        """The route of that code, if there is one."""
        return next((route for route in self.routes if route.code == code), None)

    def office_called(self, code: str) -> Office:
        """The office of that code, which a sound framework has. Raises LookupError."""
        for office in self.offices:
            if office.code == code:
                return office
        raise LookupError(code)

    def matter_called(self, code: str) -> Matter | None:
        """The matter of that code, if there is one."""
        return next((matter for matter in self.matters if matter.code == code), None)

    def title_of_course(self, code: str) -> str:
        """What a course is called, or its code where the framework does not speak of it."""
        return next((course.title for course in self.courses if course.code == code), code)

    def parameters_of(self, control: str) -> dict[str, Setting]:
        """What it sets of a control's parameters; of most, nothing."""
        return next((one.parameters for one in self.controls if one.code == control), {})
