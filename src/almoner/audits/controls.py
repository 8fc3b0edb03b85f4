"""What is promised of recommendations: answered, in time, shown, and still so once verified."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.actions.states import ActionState
from almoner.assurance.controls import Control, Parameter, Parameters, register
from almoner.assurance.models import Run

from .agreed import agreed_about_each
from .kinds import CLOSING, GIVEN_UP, Finds
from .models import Recommendation, TiedControl
from .queries import (
    READERS,
    has_current_evidence,
    issued_recommendations,
    recommendations_visible_to,
    verdicts_on,
)

SAID_DONE = Q(action__state__in=(ActionState.DONE, ActionState.VERIFIED))


class OfRecommendations(Control[Recommendation]):
    owner = Role.AUDITOR
    readers = READERS

    def open_to(
        self, user: User, cases: QuerySet[Recommendation], on: date
    ) -> QuerySet[Recommendation]:
        return cases.filter(pk__in=recommendations_visible_to(user, on=on).order_by().values("pk"))


def without_verdict(
    cases: QuerySet[Recommendation], finds: Collection[Finds], on: date
) -> QuerySet[Recommendation]:
    """Those of which the auditor last found, by a day, none of these."""
    found = verdicts_on(on).filter(finds__in=finds, recommendation=OuterRef("pk"))
    return cases.exclude(Exists(found))


def to_do() -> QuerySet[Action]:
    """Of a recommendation: what was agreed about it, and nobody says is done."""
    return agreed_about_each().filter(state=ActionState.OPEN)


def still_open(on: date) -> QuerySet[Recommendation]:
    return without_verdict(issued_recommendations(), CLOSING, on)


@register
class RecommendationsAnswered(OfRecommendations):
    code = "recommendations-answered"
    title = _("Recommendations are answered")
    promise = _("Management answers a recommendation within %(days)s days after its report.")
    because = _("Nobody has answered it for management.")
    parameters = (Parameter("days", _("Within how many days"), 28),)

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Recommendation]:
        return issued_recommendations()

    def broken(
        self, cases: QuerySet[Recommendation], on: date, parameters: Parameters
    ) -> QuerySet[Recommendation]:
        late = on - timedelta(days=parameters["days"])
        return cases.filter(responses=None, review__issued_on__lt=late)


@register
class RecommendationsInTime(OfRecommendations):
    code = "recommendations-in-time"
    title = _("Recommendations are implemented in time")
    promise = _("All that was agreed about a recommendation is done by its day.")

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Recommendation]:
        return still_open(on).filter(Exists(to_do()))

    def broken(
        self, cases: QuerySet[Recommendation], on: date, parameters: Parameters
    ) -> QuerySet[Recommendation]:
        first = to_do().order_by("due_on").values("due_on")[:1]
        return cases.filter(Exists(to_do().filter(due_on__lt=on))).annotate(was_due=Subquery(first))

    def reason(self, case: Recommendation, on: date, parameters: Parameters) -> str:
        day = date_format(case.was_due, "j F Y")  # type: ignore[attr-defined]  # as `broken` asks
        return said("It was due on %(day)s.") % {"day": day}


@register
class EvidenceCurrent(OfRecommendations):
    code = "evidence-current"
    title = _("Evidence is current")
    promise = _("Evidence that has not expired shows what is said to be implemented.")
    because = _("No evidence of it is current.")

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Recommendation]:
        return without_verdict(issued_recommendations().filter(SAID_DONE), GIVEN_UP, on)

    def broken(
        self, cases: QuerySet[Recommendation], on: date, parameters: Parameters
    ) -> QuerySet[Recommendation]:
        return cases.exclude(has_current_evidence(on))


@register
class ImplementedStillHolds(OfRecommendations):
    """By the nights: each control is asked then anyway, so this asks none of them again."""

    code = "implemented-still-holds"
    title = _("What is implemented still holds")
    promise = _("The controls that a recommendation is tied to hold once it is implemented.")
    because = _("A control that it is tied to was broken on its last night.")

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Recommendation]:
        tied = TiedControl.objects.filter(recommendation=OuterRef("pk"), untied_at=None)
        return issued_recommendations().filter(SAID_DONE, Exists(tied))

    def broken(
        self, cases: QuerySet[Recommendation], on: date, parameters: Parameters
    ) -> QuerySet[Recommendation]:
        runs = Run.objects.filter(control=OuterRef("code"), night__lte=on).order_by("-night")
        tied = TiedControl.objects.filter(recommendation=OuterRef("pk"), untied_at=None)
        tied = tied.annotate(
            broken=Subquery(runs.values("broken")[:1]),
            failure=Subquery(runs.values("failure")[:1]),
        )
        return cases.filter(Exists(tied.filter(Q(broken__gt=0) | ~Q(failure=""))))
