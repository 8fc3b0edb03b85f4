"""What a scenario says: payments, registers, audits, workshops, reports, boards, and their days."""

from datetime import date, time
from decimal import Decimal

from msgspec import Struct, field

from almoner.accounts.roles import Role
from almoner.audits.kinds import Answer, Finds, ReviewKind
from almoner.boards.kinds import Outcome, Part, Purpose, Watched
from almoner.core.rhythms import Often
from almoner.registers.kinds import Register

MORNING, NOON, AFTERNOON = time(10), time(13), time(14)


class Said(Struct, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """A table of a scenario: unknown keys are mistakes."""


class PersonSaid(Said):
    """Somebody who works there. Without any, the people of the demonstration do."""

    username: str
    name: str
    roles: tuple[Role, ...]


class TeamSaid(Said):
    """People who work together from a day on, and who of them leads. An administrator sets it up,
    who is not its lead.
    """

    name: str
    purpose: str
    set_up_on: date
    lead: str
    people: tuple[str, ...] = ()


class SpendSaid(Said):
    """What a financial year's payments come to, but for those that are named one by one. Spread
    over its months and the suppliers; each month is imported on the 12th of the next, or all on
    `known-on`.
    """

    year: str
    pounds: Decimal
    suppliers: tuple[str, ...] = ()
    payments: int = 240
    known_on: date | None = None


class PaymentSaid(Said):
    """One payment. It adds to what its year comes to."""

    paid_on: date
    supplier: str
    pounds: Decimal
    purpose: str = "Commissioned services"
    category: str = "Commissioned services"


class RegisterSaid(Said):
    """A register of grants or contracts as it stood when a period had ended, and when it came in.
    Its rows are invented.
    """

    register: Register
    period: str
    imported_on: date


class EditionSaid(Said):
    """That a duty's edition of a period came out."""

    duty: str
    period: str
    published_on: date


class CourseSaid(Said):
    """A course of the academy, and what it teaches."""

    code: str
    title: str
    text: str
    opened_on: date
    valid_months: int = 24


class WorkshopSaid(Said):
    """A workshop that was held, and who came."""

    course: str
    held_on: date
    place: str = "Meeting room 1"
    begins: time = MORNING
    ends: time = NOON
    capacity: int = 20
    attended: tuple[str, ...] = ()


class EvidenceSaid(Said):
    """What shows that a recommendation was implemented: a short text, kept as a file."""

    title: str
    dated_on: date
    text: str


class VerdictSaid(Said):
    """What the internal auditor found of a recommendation, and when."""

    found: Finds
    on: date
    reasons: str


class RecommendationSaid(Said):
    """A recommendation as issued, and what became of it. Days that lie after the scenario's own
    are left out.
    """

    number: str
    text: str
    priority: str
    agreed: str
    owner: str
    due_on: date
    answer: Answer = Answer.ACCEPTED
    answered_on: date | None = None
    progress: str = ""
    implemented_on: date | None = None
    evidence: tuple[EvidenceSaid, ...] = ()
    verdict: VerdictSaid | None = None


class FindingSaid(Said):
    """What a review found. `repeats` names an earlier finding by its title."""

    title: str
    text: str
    risk: str = ""
    repeats: str = ""
    recommendations: tuple[RecommendationSaid, ...] = field(name="recommendation", default=())


class ReviewSaid(Said):
    """A review and its report. `follows` names an earlier one by its title."""

    title: str
    kind: ReviewKind
    scope: str
    carried_out_by: str
    sponsor: str
    starts_on: date
    reported_on: date
    rating: str
    follows: str = ""
    follow_up_on: date | None = None
    lead: str = "finn.abara"
    findings: tuple[FindingSaid, ...] = field(name="finding", default=())


class PlanSaid(Said):
    """An improvement plan, and the recommendations that it gathers, by review and number."""

    title: str
    purpose: str
    owner: str
    opened_on: date
    gathers: tuple[tuple[str, str], ...] = ()


class RiskSaid(Said):
    """A risk of the body, and how it was scored, before anything was done and then. Its kind is one
    of the framework's, if it is said.
    """

    cause: str
    event: str
    effect: str
    inherent: tuple[int, int]
    current: tuple[int, int]
    owner: str
    recorded_on: date
    review_on: date
    category: str = ""


class ReportSaid(Said):
    """A report that somebody wrote. `texts` replaces what its template begins a section with."""

    kind: str
    title: str
    panel: str
    as_at: date
    begun_on: date
    by: str
    issued_on: date | None = None
    issued_by: str = ""
    texts: dict[str, str] = {}


class SeatSaid(Said):
    """Who sits on a board from its first day, as what, and sent by which other body."""

    person: str
    part: Part = Part.MEMBER
    from_body: str = ""


class BoardSaid(Said):
    """A board, by which terms it sits, and who sits on it. Without `often` it meets when it is
    called. `weekday` counts from Monday, which is 0; `ordinal` says which of a month, -1 the last.
    """

    code: str
    name: str
    purpose: str
    quorum: int
    set_up_on: date
    secretary: str
    starts: time = AFTERNOON
    minutes: int = 120
    often: Often = Often.NONE
    weekday: int = 0
    ordinal: int = 1
    place: str = "Meeting room 1"
    partner: str = ""
    papers_days: int = 5
    standing: tuple[str, ...] = ()
    watched: tuple[Watched, ...] = ()
    seats: tuple[SeatSaid, ...] = field(name="seat", default=())


class ItemSaid(Said):
    """What stood on an agenda, and what was minuted of it. `report` names a report of the scenario
    by its title, which the item is about.
    """

    title: str
    asks: str = ""
    purpose: Purpose = Purpose.DISCUSSION
    presenter: str = ""
    report: str = ""
    words: str = ""
    outcome: Outcome = Outcome.NOTED


class MeetingSaid(Said):
    """A meeting of a board whose papers went out. Where nothing was minuted it is told up to
    then; otherwise it was held, and its chair confirmed the minutes, and agreed them on a day.
    """

    board: str
    held_on: date
    called_on: date
    agreed_on: date | None = None
    absent: tuple[str, ...] = ()
    items: tuple[ItemSaid, ...] = field(name="item", default=())

    @property
    def is_minuted(self) -> bool:
        return any(item.words for item in self.items)


class Scenario(Said):
    """A whole world. It is told up to the day `told-until`, both included."""

    title: str
    told_until: date
    people: tuple[PersonSaid, ...] = field(name="person", default=())
    teams: tuple[TeamSaid, ...] = field(name="team", default=())
    spend: tuple[SpendSaid, ...] = ()
    payments: tuple[PaymentSaid, ...] = field(name="payment", default=())
    registers: tuple[RegisterSaid, ...] = field(name="register", default=())
    editions: tuple[EditionSaid, ...] = field(name="edition", default=())
    courses: tuple[CourseSaid, ...] = field(name="course", default=())
    workshops: tuple[WorkshopSaid, ...] = field(name="workshop", default=())
    reviews: tuple[ReviewSaid, ...] = field(name="review", default=())
    plans: tuple[PlanSaid, ...] = field(name="plan", default=())
    risks: tuple[RiskSaid, ...] = field(name="risk", default=())
    reports: tuple[ReportSaid, ...] = field(name="report", default=())
    boards: tuple[BoardSaid, ...] = field(name="board", default=())
    meetings: tuple[MeetingSaid, ...] = field(name="meeting", default=())
