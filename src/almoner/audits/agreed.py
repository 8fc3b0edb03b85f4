"""Questions about what management agreed to do about recommendations.

Whatever a recommendation asked for is an agreed action of it. The first, which leads, is tied to
it: its owner answers for the whole. A restricted action is none: the panel could not be told of it.
"""

from django.db.models import OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from almoner.actions.models import Action, DayProposal, Step
from almoner.actions.queries import with_people
from almoner.actions.states import ActionState, ProposalState, StepKind
from almoner.core.references import name_of

from .models import Recommendation

KIND = f"{Recommendation._meta.label_lower}:"


def agreed_actions(recommendation: Recommendation) -> QuerySet[Action]:
    """What was agreed about a recommendation, the leading action first; nothing until it is
    answered.
    """
    if recommendation.action_id is None:
        return Action.objects.none()
    found = Action.objects.filter(source=name_of(recommendation), is_restricted=False)
    return with_people(found).order_by("pk")


def agreed_about_each() -> QuerySet[Action]:
    """The same within a question about recommendations: those of the one that it looks at."""
    named = Concat(Value(KIND), OuterRef("reference"))
    return Action.objects.filter(source=named, is_restricted=False).order_by()


def still_to_do(recommendation: Recommendation) -> QuerySet[Action]:
    """Which agreed actions beside the leading one nobody says are done."""
    return agreed_actions(recommendation).filter(recommendation=None, state=ActionState.OPEN)


def ever_owned(recommendation: Recommendation) -> QuerySet[Step]:
    """The steps of all that was agreed, which say whose each action was."""
    agreed = agreed_actions(recommendation).order_by().values("pk")
    return Step.objects.filter(action__in=agreed)


def moves_of_agreed(recommendation: Recommendation) -> QuerySet[Step]:
    """Each time that the day of an agreed action was moved, the last first."""
    moved = ever_owned(recommendation).filter(kind=StepKind.MOVED)
    return moved.select_related("action", "taken_by").order_by("-pk")


def days_asked_for(recommendation: Recommendation) -> QuerySet[DayProposal]:
    """Other days for agreed actions on which nobody has decided."""
    agreed = agreed_actions(recommendation).order_by().values("pk")
    waiting = DayProposal.objects.filter(action__in=agreed, state=ProposalState.PROPOSED)
    return waiting.select_related("action", "proposed_by").order_by("pk")
