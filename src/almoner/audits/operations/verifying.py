"""What auditors do about recommendations: say how they are measured, and what they found."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.actions.operations import drop_action, send_action_back, verify_action
from almoner.actions.states import ActionState
from almoner.assurance.controls import NoSuchControl, control_called
from almoner.audits.agreed import agreed_actions
from almoner.audits.events import RecommendationEvent
from almoner.audits.kinds import GIVEN_UP, Finds, ReviewKind
from almoner.audits.models import Recommendation, Review, TiedControl, Verdict
from almoner.audits.policies import may_give_verdict, may_tie_controls
from almoner.audits.queries import reviews_before, ties_of
from almoner.audits.wants import wants_of
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation, together
from almoner.core.verdicts import require

from .answering import lock_recommendation

LONGEST_HOLD = 366


@operation
def tie_controls(
    recommendation: Recommendation,
    *,
    codes: Collection[str],
    days: int,
    by: User,
    at: datetime,
) -> Recommendation:
    """Say by which controls a recommendation is measured from now on, and for how many days up to
    the verdict each has to hold. Which ones measured it before stays.

    Raises PermissionDenied or ValidationError.
    """
    recommendation = lock_recommendation(recommendation)
    require(may_tie_controls(by, recommendation, on=day_of(at)))
    if not 0 <= days <= LONGEST_HOLD:
        raise ValidationError({"days": _("Give a number of days, at most a year.")})
    for code in codes:
        _check_control(code)
    held = {tie.code: tie for tie in ties_of(recommendation)}
    gone = [tie.pk for code, tie in held.items() if code not in codes]
    TiedControl.objects.filter(pk__in=gone).update(untied_at=at)
    for code in sorted(set(codes) - set(held)):
        TiedControl.objects.create(recommendation=recommendation, code=code, tied_by=by, tied_at=at)
    recommendation.hold_days = days
    recommendation.save(update_fields=["hold_days"])
    facts = {"controls": len(set(codes)), "days": days}
    record(RecommendationEvent.TIED, about=recommendation, by=by, at=at, **facts)
    return recommendation


def give_verdict(
    recommendation: Recommendation,
    *,
    finds: Finds,
    reasons: str,
    by: User,
    at: datetime,
    given_in: Review | None = None,
) -> Verdict:
    """Say, as an auditor who had no part in it, what was found of a recommendation, and why. The
    agreed actions follow: what is said to be done is verified, the leading one is sent back, or all
    that is unfinished is dropped.

    Fully implemented is only what management says is done, what evidence shows, and what the
    controls that it is tied to bear out. Raises PermissionDenied, with all that is wanting,
    IllegalTransition or ValidationError.
    """
    with together():
        verdict = record_verdict(
            recommendation, finds=finds, reasons=reasons, given_in=given_in, by=by, at=at
        )
        for action in agreed_actions(verdict.recommendation):
            is_leading = action.pk == verdict.recommendation.action_id
            if finds == Finds.FULLY and action.state == ActionState.DONE:
                verify_action(action, text=reasons, by=by, at=at)
            elif finds in GIVEN_UP and action.is_unfinished:
                drop_action(action, text=reasons, by=by, at=at)
            elif is_leading and finds != Finds.FULLY and action.state == ActionState.DONE:
                send_action_back(action, text=reasons, by=by, at=at)
    return verdict


@operation
def record_verdict(
    recommendation: Recommendation,
    *,
    finds: Finds,
    reasons: str,
    given_in: Review | None,
    by: User,
    at: datetime,
) -> Verdict:
    """Record what an auditor found. Raises what `give_verdict` does."""
    on = day_of(at)
    recommendation = lock_recommendation(recommendation)
    require(may_give_verdict(by, recommendation, on=on))
    if not recommendation.review.is_issued:
        raise IllegalTransition(f"{recommendation.review} is {recommendation.review.state}")
    if not reasons.strip():
        raise ValidationError({"reasons": _("Say what you looked at, and why you find so.")})
    _check_review(recommendation, given_in)
    if finds == Finds.FULLY:
        require_fully_implemented(recommendation, on=on)
    if finds == Finds.NOT_YET_DUE:
        _check_not_due(recommendation, on=on)
    verdict = Verdict.objects.create(
        recommendation=recommendation,
        finds=finds,
        reasons=reasons.strip(),
        given_in=given_in,
        given_by=by,
        valid_from=on,
        recorded_at=server_now(),
    )
    record(RecommendationEvent.FOUND, about=recommendation, by=by, at=at, verdict=finds)
    return verdict


def require_fully_implemented(recommendation: Recommendation, *, on: date) -> None:
    """Raise PermissionDenied, with all that is wanting, unless it can be fully implemented."""
    # Nobody sends another of its actions back meanwhile.
    list(agreed_actions(recommendation).select_for_update(of=("self",)))
    action = recommendation.action
    if action is None or action.state not in {ActionState.DONE, ActionState.VERIFIED}:
        raise PermissionDenied(_("Management does not say that it is implemented."))
    if wants := wants_of(recommendation, on=on):
        raise PermissionDenied(" ".join(want.reason for want in wants))


def _check_control(code: str) -> None:
    try:
        control_called(code)
    except NoSuchControl as error:
        raise ValidationError({"codes": str(error)}) from error


def _check_review(recommendation: Recommendation, given_in: Review | None) -> None:
    if given_in is None:
        return
    tests_it = recommendation.review_id in reviews_before(given_in)
    if given_in.kind != ReviewKind.FOLLOW_UP or not tests_it:
        raise ValidationError({"given_in": _("Only a review that follows it up tests it again.")})


def _check_not_due(recommendation: Recommendation, *, on: date) -> None:
    agreed = list(agreed_actions(recommendation))
    to_do = [one for one in agreed if one.state == ActionState.OPEN]
    if any(one.due_on <= on for one in to_do or agreed[:1]) or not agreed:
        raise ValidationError({"finds": _("Its day has come. Say how far it has got.")})
