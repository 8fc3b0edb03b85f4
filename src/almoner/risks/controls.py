"""What is promised of risks: looked at in time, high ones acted on, very high ones accepted, and
those over what the body bears brought in or accepted.
"""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.assurance.controls import Control, Parameters, register

from .appetite import over_appetite, without_category
from .models import Assessment, Risk
from .queries import (
    assessments_on,
    assessments_visible_to,
    is_accepted,
    is_being_mitigated,
    is_left_over_appetite,
)
from .scores import ACCEPTED, BOUNDS, bounds_on
from .states import RiskState


class OfRisks(Control[Risk]):
    """Something that holds of each open risk as it was last assessed."""

    owner = Role.APPROVER

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Risk]:
        return Risk.objects.filter(state=RiskState.OPEN)

    def broken(self, cases: QuerySet[Risk], on: date, parameters: Parameters) -> QuerySet[Risk]:
        return cases.filter(pk__in=self.wrong(on, parameters).values("risk"))

    def wrong(self, on: date, parameters: Parameters) -> QuerySet[Assessment]:
        raise NotImplementedError

    def open_to(self, user: User, cases: QuerySet[Risk], on: date) -> QuerySet[Risk]:
        return cases.filter(pk__in=assessments_visible_to(user, on=on).values("risk"))


@register
class RisksReviewed(OfRisks):
    code = "risks-reviewed"
    title = _("Risks are reviewed in time")
    promise = _("Every open risk is looked at again by its day of review.")
    because = _("Its day of review has passed.")

    def wrong(self, on: date, parameters: Parameters) -> QuerySet[Assessment]:
        return assessments_on(on).filter(review_on__lt=on)


@register
class RisksMitigated(OfRisks):
    """From which score on a risk is high is set once, for the control that accepts."""

    code = "risks-mitigated"
    title = _("High risks are acted on")
    promise = _("An action about each high risk is under way, or an approver accepts the risk.")
    because = _("It is high, and no action about it is under way.")

    def wrong(self, on: date, parameters: Parameters) -> QuerySet[Assessment]:
        high = assessments_on(on).filter(current_score__gte=bounds_on(on).high)
        return high.exclude(is_accepted(on)).exclude(is_being_mitigated())


@register
class RisksAccepted(OfRisks):
    code = ACCEPTED
    title = _("Very high risks are accepted")
    promise = _("An approver accepts each risk that scores %(escalated)s or more, for a while.")
    because = _("It is very high, and no approver accepts it as it stands.")
    parameters = BOUNDS

    def wrong(self, on: date, parameters: Parameters) -> QuerySet[Assessment]:
        very_high = assessments_on(on).filter(current_score__gte=parameters["escalated"])
        return very_high.exclude(is_accepted(on))


@register
class RisksCategorised(OfRisks):
    """Without it, a risk that nobody put in a category would pass for one that the body bears."""

    code = "risks-categorised"
    title = _("Risks have a category")
    promise = _("Each open risk is of a category of which the framework says what the body bears.")
    because = _("It has no category, so nobody can say whether the body bears it.")
    remedy = _(
        "Open each risk below: there its owner, or an approver, follows “Give it a category”. One"
        " that was recorded before there were categories stays here until then."
    )

    def wrong(self, on: date, parameters: Parameters) -> QuerySet[Assessment]:
        return assessments_on(on).filter(without_category(on))


@register
class RisksWithinAppetite(OfRisks):
    """It covers the risks that are over: how many of them are treated is then its share."""

    code = "risks-within-appetite"
    title = _("Risks over appetite are treated or accepted")
    promise = _(
        "An action under way is to bring each risk over the body’s appetite within it, or an"
        " approver accepts the risk."
    )
    because = _("It is over the appetite; nothing is to bring it in, and no approver accepts it.")

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Risk]:
        over = assessments_on(on).filter(over_appetite(on))
        return super().covers(on, parameters).filter(pk__in=over.values("risk"))

    def wrong(self, on: date, parameters: Parameters) -> QuerySet[Assessment]:
        return assessments_on(on).filter(is_left_over_appetite(on))
