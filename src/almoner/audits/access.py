"""Who may read reviews, recommendations, evidence, plans and samples by their references."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict, refused

from .models import Evidence, Finding, Recommendation, Review
from .policies import (
    may_read_recommendation,
    may_read_review,
    may_see_audits,
    may_see_plans,
    may_see_samples,
)
from .queries import in_full


@declare_reader("audits.review")
def may_read_the_review(user: User, reference: str, on: date) -> Verdict:
    people = Review.objects.select_related("lead", "sponsor")
    review = people.filter(reference=reference).first()
    return may_read_review(user, review, on=on) if review else may_see_audits(user, on=on)


@declare_reader("audits.finding")
def may_read_the_finding(user: User, reference: str, on: date) -> Verdict:
    people = Finding.objects.select_related("review__lead", "review__sponsor")
    finding = people.filter(reference=reference).first()
    return may_read_review(user, finding.review, on=on) if finding else may_see_audits(user, on=on)


@declare_reader("audits.recommendation")
def may_read_the_recommendation(user: User, reference: str, on: date) -> Verdict:
    found = in_full(Recommendation.objects.filter(reference=reference)).first()
    return may_read_recommendation(user, found, on=on) if found else may_see_audits(user, on=on)


@declare_reader("audits.evidence")
def may_read_the_evidence(user: User, reference: str, on: date) -> Verdict:
    """Whoever reads what it is evidence of."""
    shown = Evidence.objects.filter(reference=reference).first()
    if shown is None:
        return refused(_("Nobody may read this."))
    found = in_full(Recommendation.objects.filter(pk=shown.recommendation_id)).get()
    return may_read_recommendation(user, found, on=on)


@declare_reader("audits.improvementplan")
def may_read_the_plan(user: User, _reference: str, on: date) -> Verdict:
    return may_see_plans(user, on=on)


@declare_reader("audits.sample")
def may_read_the_sample(user: User, _reference: str, on: date) -> Verdict:
    return may_see_samples(user, on=on)
