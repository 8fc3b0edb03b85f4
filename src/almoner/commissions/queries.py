"""Questions about cases: which somebody may see, who works on them, where they stand."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.dated import as_at, versions_on

from .models import (
    Assessment,
    Commission,
    CommissionTerms,
    GateAsked,
    KeptPromise,
    Membership,
    Requirement,
)
from .states import LIVE, OVER, AssessmentState, CaseState, GateState

# Not the administrator, who reads no case; nor members, who read the papers of their own boards.
READERS = frozenset(Role) - {Role.ADMINISTRATOR, Role.MEMBER}
READERS_OF_RESTRICTED = frozenset({Role.APPROVER, Role.FINANCE, Role.AUDITOR})


def cases() -> QuerySet[Commission]:
    """Cases with what a line about one says, but for the text of the framework, which is long."""
    return Commission.objects.select_related("lead", "current", "framework").defer(
        "framework__text"
    )


def promised(control: str) -> QuerySet[Commission]:
    """The cases that are not over and stand where a gate asks for a control, or beyond."""
    promises = KeptPromise.objects.filter(
        framework=OuterRef("framework"),
        route=OuterRef("route"),
        stage=OuterRef("stage"),
        control=control,
    )
    return cases().filter(Exists(promises)).exclude(state__in=OVER)


def instrument_promised(control: str) -> Subquery:
    """The instrument of a case's route, as a control reads it."""
    promises = KeptPromise.objects.filter(
        framework=OuterRef("framework"), route=OuterRef("route"), control=control
    )
    return Subquery(promises.values("instrument")[:1])


def members_on(on: date) -> QuerySet[Membership]:
    """Who works on which case on a day, as now known."""
    versions = versions_on(Membership.objects.all(), "commission_id", "person_id", on=on)
    return versions.filter(is_member=True)


def team_of(commission: Commission, *, on: date) -> QuerySet[User]:
    mine = Membership.objects.filter(commission=commission)
    now = versions_on(mine, "commission_id", "person_id", on=on).filter(is_member=True)
    return User.objects.filter(pk__in=now.values("person")).order_by("name", "pk")


def references_of(user: User, *, on: date) -> set[str]:
    """The references of whom somebody stands for that day, their own among them."""
    return {actor.removeprefix("person:") for actor in worker_of(user, on=on).actors}


def cases_of(people: Iterable[str], *, on: date) -> Q:
    """Narrows to the cases that people of these references lead or work on."""
    people = list(people)
    theirs = members_on(on).filter(commission=OuterRef("pk"), person__reference__in=people)
    return Q(lead__reference__in=people) | Q(Exists(theirs))


def cases_visible_to(user: User, *, on: date) -> QuerySet[Commission]:
    """What somebody may see: nothing without a role that reads cases."""
    roles = roles_of(user, on=on)
    if not roles & READERS:
        return cases().none()
    if roles & READERS_OF_RESTRICTED:
        return cases()
    return cases().filter(Q(is_restricted=False) | cases_of(references_of(user, on=on), on=on))


def pipeline_visible_to(user: User, *, on: date) -> QuerySet[Commission]:
    """The cases on their way: those that are open or on hold."""
    return cases_visible_to(user, on=on).filter(state__in=LIVE)


def live_cases_by_stage(digest: str) -> Counter[tuple[str, str]]:
    """How many live cases that keep a framework stand where, by the codes of route and stage. It
    tells of none which.
    """
    live = Commission.objects.filter(state__in=LIVE, framework__digest=digest)
    stands = live.values_list("route", "stage")
    return Counter(stands)


def terms_as_at(commission: Commission, *, on: date) -> CommissionTerms | None:
    """The facts of a case as they stood, and were known, on a day."""
    return as_at(commission.versions.all(), "commission_id", on=on).first()


def gate_awaiting(commission: Commission) -> GateAsked | None:
    gates = commission.gates.all()  # few, and known already where a page has them
    return next((gate for gate in gates if gate.state == GateState.ASKED), None)


def gates_awaiting() -> QuerySet[GateAsked]:
    """Every gate that waits for somebody, of cases that are open."""
    waiting = GateAsked.objects.filter(state=GateState.ASKED, commission__state=CaseState.OPEN)
    return waiting.select_related("commission", "commission__lead", "asked_by")


def assessments_awaiting_signature() -> QuerySet[Assessment]:
    waiting = Assessment.objects.filter(
        state=AssessmentState.DRAFT, commission__state__in=[CaseState.DRAFT, *LIVE]
    )
    return waiting.select_related("commission", "written_by")


def current_requirements(commission: Commission) -> list[Requirement]:
    """What a case must deliver, each in its latest wording."""
    latest = {}
    for one in commission.requirements.select_related("because_of").order_by("number", "pk"):
        latest[one.number] = one
    return list(latest.values())
