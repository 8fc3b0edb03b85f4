"""Who may audit, answer, show and verify. Whoever verifies is never whoever implemented."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.actions.policies import WRITERS
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .agreed import agreed_actions, ever_owned
from .kinds import CLOSING
from .models import ImprovementPlan, Recommendation, Review
from .queries import READERS, is_named_in, verdicts_on


def may_see_audits(user: User, *, on: date) -> Verdict:
    """Any official: the lists hold what each may read."""
    return ALLOWED if roles_of(user, on=on) else refused(_("You hold no role here."))


def may_read_review(user: User, review: Review, *, on: date) -> Verdict:
    """Auditors and whom it names; the rest by their roles once its report is final."""
    roles = roles_of(user, on=on)
    if Role.AUDITOR in roles or is_named_in(user, review, on=on):
        return ALLOWED
    if review.is_issued and roles & READERS:
        return ALLOWED
    return refused(_("This review is for its auditors and for those whom it names."))


def may_read_recommendation(user: User, recommendation: Recommendation, *, on: date) -> Verdict:
    """Whoever reads its review, and whoever is to implement any of it."""
    verdict = may_read_review(user, recommendation.review, on=on)
    return verdict if verdict or not _is_owner(user, recommendation, on=on) else ALLOWED


def may_write_review(user: User, *, on: date) -> Verdict:
    """Internal auditors plan reviews, record what they find, and issue reports."""
    if Role.AUDITOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only internal auditors write reviews."))


def may_answer_recommendation(user: User, recommendation: Recommendation, *, on: date) -> Verdict:
    """Who answers for what was reviewed, or an approver; never who leads the review."""
    review = recommendation.review
    actors = worker_of(user, on=on).actors
    if review.lead.actor in actors:
        return refused(_("You lead this review. Management answers it."))
    if review.sponsor.actor in actors or Role.APPROVER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only who answers for what was reviewed, or an approver, responds."))


def may_agree_action(user: User, recommendation: Recommendation, *, on: date) -> Verdict:
    """Who may answer agrees more about it, once it is accepted and while it is open."""
    if recommendation.action_id is None:
        return refused(_("Nothing is agreed about it yet. Answer it first."))
    return may_take_on(user, recommendation, on=on)


def may_take_on(user: User, recommendation: Recommendation, *, on: date) -> Verdict:
    """Who may answer has something done about it, while it is open."""
    verdict = may_answer_recommendation(user, recommendation, on=on)
    closed = verdicts_on(on).filter(recommendation=recommendation, finds__in=CLOSING)
    if verdict and closed.exists():
        return refused(_("The auditor is satisfied, or looks at it no more: it is closed."))
    return verdict


def may_add_evidence(user: User, recommendation: Recommendation, *, on: date) -> Verdict:
    """Whoever is to implement any of it, and who answers for what was reviewed."""
    sponsor = recommendation.review.sponsor.actor
    if _is_owner(user, recommendation, on=on) or sponsor in worker_of(user, on=on).actors:
        return ALLOWED
    return refused(_("Only its owner, or who answers for what was reviewed, adds evidence."))


def may_tie_controls(user: User, recommendation: Recommendation, *, on: date) -> Verdict:
    """Auditors say by which controls a recommendation is measured, and for how long."""
    if _is_owner(user, recommendation, on=on):
        return refused(_("You own this recommendation. Another says how it is measured."))
    return may_write_review(user, on=on)


def may_give_verdict(user: User, recommendation: Recommendation, *, on: date) -> Verdict:
    """An auditor who never owned it, nor answered for management, nor added its evidence."""
    if Role.AUDITOR not in roles_of(user, on=on):
        return refused(_("Only internal auditors say what they found of a recommendation."))
    if _has_part_in(user, recommendation, on=on):
        return refused(_("You had a part in implementing it, so another auditor verifies it."))
    return ALLOWED


def may_open_plan(user: User, *, on: date) -> Verdict:
    """Officials who work on cases."""
    if roles_of(user, on=on) & WRITERS:
        return ALLOWED
    return refused(_("Only officials who work on cases open improvement plans."))


def may_see_plans(user: User, *, on: date) -> Verdict:
    """Officials who read audits."""
    if roles_of(user, on=on) & READERS:
        return ALLOWED
    return refused(_("Improvement plans are for those whose work they are."))


def may_keep_plan(user: User, plan: ImprovementPlan, *, on: date) -> Verdict:
    """Its owner, who stands in for them, or an approver."""
    is_owner = plan.owner.actor in worker_of(user, on=on).actors
    if is_owner or Role.APPROVER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only its owner or an approver changes an improvement plan."))


def may_see_samples(user: User, *, on: date) -> Verdict:
    """Auditors: until they have tested it, nobody knows what they look at."""
    return _audits(user, _("Samples are for internal auditors."), on=on)


def may_draw_sample(user: User, *, on: date) -> Verdict:
    """Auditors draw samples and say what they found."""
    return _audits(user, _("Only internal auditors draw samples."), on=on)


def may_import_recommendations(user: User, *, on: date) -> Verdict:
    """Auditors bring in the list that they kept elsewhere."""
    return _audits(user, _("Only internal auditors bring recommendations in."), on=on)


def _audits(user: User, otherwise: str, *, on: date) -> Verdict:
    return ALLOWED if Role.AUDITOR in roles_of(user, on=on) else refused(otherwise)


def _is_owner(user: User, recommendation: Recommendation, *, on: date) -> bool:
    """Whether anything that was agreed about it is theirs, or of whom they stand in for."""
    actors = worker_of(user, on=on).actors
    return any(one.owner.actor in actors for one in agreed_actions(recommendation))


def _has_part_in(user: User, recommendation: Recommendation, *, on: date) -> bool:
    return (
        ever_owned(recommendation).filter(owner=user).exists()
        or _is_owner(user, recommendation, on=on)
        or recommendation.responses.filter(given_by=user).exists()
        or recommendation.evidence.filter(added_by=user).exists()
    )
